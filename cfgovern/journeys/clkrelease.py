"""What a release of Cryptographic Longterm Keys has beyond any other: linkage schemas, and what it risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cfgovern.engine.parting import PartTable
from cfgovern.tokens.clksettings import schema_text

__all__ = ["clk_told", "schema_file", "schemas_of"]

_OF = "clkhash linkage schema 3"
_SECRET = (
    "The 64 hexadecimal figures, as text, of the token key named clk under the programme root, in this domain"
    " and the epoch of that root."
)
_RISKS = (
    "EXPERIMENTAL, and weaker than tokens: use --mode tokens, or --mode split for a trusted linker, where you"
    " can. A CLK is personal data, and no file of them is safe to publish.",
    "Without any key, bits that come often tell of common names, and patterns of bits of letters: frequency"
    " attacks, pattern mining and the matching of whole graphs are published (docs/reference/clk.md). Whoever"
    " holds a register of the same people, as a national body does, must be taken to be able to read it.",
    "With the key anybody can try every name. The one who links gets the codes and the linkage schema, and no"
    " key.",
    "No value is left out as rare, as it is of tokens: inside a CLK values cannot be told apart. So nothing"
    " that has few values goes into it by itself.",
)
_SALTED: Mapping[str | None, str] = {
    None: (
        "It is not salted. Salted by the year of birth (--clk-salt birth-year), patterns can be mined within"
        " one year alone."
    ),
    "birth-year": (
        "It is salted by the year of birth: patterns can be mined within one year alone, and nobody is linked"
        " whose year differs between the files or stands in one of them only."
    ),
}


def schema_file(part: PartTable) -> str:
    """Where the linkage schema of a part lies in the folder of a release."""
    return f"{part.part}/{part.name}.linkage-schema.json"


def schemas_of(parts: Sequence[PartTable]) -> dict[str, str]:
    """The linkage schemas of a release, by their files."""
    return {schema_file(part): schema_text(part.clk["schema"]) for part in parts if part.clk}


def clk_told(schemas: Iterable[str], salt: str | None) -> dict[str, Any]:
    """What the manifest says of CLKs. ``schemas``: the files of their linkage schemas."""
    return {
        "experimental": True,
        "schema": _OF,
        "schemas": sorted(schemas),
        "salt": salt,
        "secret": _SECRET,
        "warning": [*_RISKS, _SALTED[salt]],
    }

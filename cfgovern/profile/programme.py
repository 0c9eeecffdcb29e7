"""``dpia_templates/programme.yaml``: what every area's documents start from, under an area's own word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfgovern import content
from cfgovern.yamlfile import check, load, rules_of

if TYPE_CHECKING:
    from cfgovern.profile.area import Area

__all__ = ["HOST", "Departure", "Merged", "Programme", "Source", "load_programme", "merged", "with_base"]

FILE = "programme.yaml"
HOST = "host"
"""The id of the body that the heading of an area profile calls the host organisation."""
_ENTRY_NAMES = {"bodies": "id", "flows": "id", "parties": "body"}
"""The lists whose entries are laid over each other, and the key that says which entry is which."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which paragraph of the prospectus the entry of the base ``at`` a place rests on, and what it says."""

    at: str
    paragraph: int
    says: str


@dataclass(frozen=True, slots=True)
class Programme:
    """The base: sections as in an area profile; what holds where nobody says else, by section; the two-way
    duties of the Memorandum of Understanding as side -> duty -> ``paragraph`` and ``title``.
    """

    base: Mapping[str, Any]
    defaults: Mapping[str, Mapping[str, Any]]
    duties: Mapping[str, Mapping[str, Mapping[str, Any]]]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """A value of the base that an area has changed. ``path``: keys and ids, with full stops between."""

    path: str
    base: Any
    area: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The sections of an area profile over the base, and where they depart from it."""

    said: Mapping[str, Any]
    departures: tuple[Departure, ...]


@content.read_once
def load_programme() -> Programme:
    """The base of the pack in use. Raises OperatorFileError with every fault and its line and column."""
    sections = {name: rule for name, rule in rules_of("area").items() if _is_section(rule)}
    rules = {**rules_of("programme"), "base": {**rules_of("programme")["base"], "schema": sections}}
    said = check(load(content.file("dpia_templates", FILE)), rules)
    return Programme(
        said["base"], said["defaults"], said["duties"], tuple(Source(**one) for one in said["sources"])
    )


def _is_section(rule: Mapping[str, Any]) -> bool:
    """Whether a rule of area.yaml is of a section: those tell editors what they are."""
    return "says" in rule.get("meta", {})


def with_base(area: Area) -> Merged:
    """The sections of ``area`` over those of the programme in use, and where they depart.

    Raises as :func:`load_programme`.
    """
    return merged(load_programme(), area.said, area.host_organisation)


def merged(programme: Programme, said: Mapping[str, Any], host: str) -> Merged:
    """``said`` over the base of ``programme``; the body ``host`` gets that name where it has none."""
    departures: list[Departure] = []
    whole: dict[str, Any] = _over(programme.base, said, (), departures)
    for section, defaults in programme.defaults.items():
        whole[section] = [{**defaults, **entry} for entry in whole.get(section, ())]
    if "bodies" in whole:
        whole["bodies"] = [{"name": host, **body} if body["id"] == HOST else body for body in whole["bodies"]]
    return Merged(whole, tuple(departures))


def _over(base: Any, area: Any, at: tuple[str, ...], departures: list[Departure]) -> Any:
    """``area`` over ``base``: keys and named entries one by one, anything else as a whole."""
    if isinstance(base, Mapping) and isinstance(area, Mapping):
        both = {key: _over(base[key], area[key], (*at, key), departures) for key in base if key in area}
        return {**base, **area, **both}
    name = _ENTRY_NAMES.get(at[-1]) if at else None
    if name and isinstance(base, list) and isinstance(area, list):
        return list(_entries_over(base, area, name, at, departures))
    if base != area:
        departures.append(Departure(".".join(at), base, area))
    return area


def _entries_over(
    base: Sequence[Any], area: Sequence[Any], name: str, at: tuple[str, ...], departures: list[Departure]
) -> Iterator[Any]:
    """The entries of the base in their order, each with what the area says of it, then the area's own."""
    own = {entry[name]: entry for entry in area}
    for entry in base:
        key = entry[name]
        yield _over(entry, own.pop(key), (*at, key), departures) if key in own else entry
    yield from own.values()

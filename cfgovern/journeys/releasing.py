"""One release in the making: what the child is asked, and what its answer becomes on the disk."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern import __version__
from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Contract
from cfgovern.contract.parts import PERSON_REF
from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.evidence.ledger import Entry, Withdrawal
from cfgovern.evidence.release import CONTRACT, CROSSWALK, Release, marked_file
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits
from cfgovern.journeys import splitworker
from cfgovern.journeys.clkrelease import clk_told, schemas_of
from cfgovern.journeys.releasedtext import released_text
from cfgovern.journeys.submission import Checked
from cfgovern.journeys.withdrawals import Round
from cfgovern.keys.root import Root
from cfgovern.keys.sealed import seal
from cfgovern.protection import surrogates
from cfgovern.protection.safety import load_words, people_plan
from cfgovern.protection.splitplan import split_plan
from cfgovern.reporting.words import SYNTHETIC
from cfgovern.tokens.clksettings import SECRET
from cfgovern.tokens.keyed import TokenKey, token_key
from cfgovern.tokens.published import TOKENS
from cfgovern.validation.layout import Layout

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["SHIFT", "Making", "Parted", "mac_key", "named_in"]

ENTRY = "cfgovern.journeys.splitworker:run"
SHIFT = "date_shift"
"""The token name of what a person's dates are moved by."""
_TRANSCRIPTS = Path("payload") / "transcripts"
_TIMES = 4  # as long as a check may take
_BIG = 64 << 20  # bytes of Parquet from which the engine works in a file of the job folder


@dataclass(frozen=True, slots=True, repr=False)
class Parted:
    """What the child has written into the job folder.

    ``parts`` and ``written``: each file of a part, as planned and as it came out. ``people``: everybody, as
    :class:`cfgovern.engine.splitting.Person`. ``elsewhere``: of each earlier round, everybody of the
    submission, and since when they have withdrawn, if they have. ``transcripts``: what became of them, if
    there were any.
    """

    parts: Sequence[PartTable]
    written: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]
    elsewhere: Sequence[Mapping[str, Withdrawal | None]]
    transcripts: Mapping[str, Any] | None = None

    @property
    def routes(self) -> set[str]:
        """Which parts say something of people: payload, identifiers."""
        return {part.part for part in self.parts if part.record is not None}


def named_in(contract: Contract) -> dict[str, dict[str, str]]:
    """Of each table that has any, its columns that hold identifiers, and which."""
    named = {
        table.name: {one.name: one.identifier for one in table.collected if one.identifier}
        for table in contract.tables
    }
    return {name: found for name, found in named.items() if found}


def mac_key(root: Root) -> bytes:
    """The key of the code by which a manifest is known to be unchanged."""
    # Six parts: no token key, whose info has five, is ever the same.
    return root.derive(f"cfgovern/v1/release/manifest/{root.epoch}/mac")


@dataclass(frozen=True, slots=True)
class Making:
    """A release to be made of a submission that was checked and whose tables lie in the folder ``job``.

    ``exclusion``: who approved that rejected people be left out, and why. ``programme``: the root of tokens
    and CLKs. ``salt``: what CLKs are salted by. ``spark``: the master or the session, where Spark parts it.
    """

    release_name: str
    domain: Domain
    mode: str
    normaliser: str
    day: date
    checked: Checked
    job: Path
    root: Root
    programme: Root | None
    exclusion: Mapping[str, str] | None
    transcripts: Path | None = None
    salt: str | None = None
    spark: str | SparkSession | None = None

    @property
    def synthetic(self) -> bool:
        """Whether everybody in it is made up."""
        return self.checked.run.report.record_origin == "synthetic"

    def part(
        self, link: TokenKey, rounds: Sequence[Round], parts: Sequence[PartTable] | None = None
    ) -> Parted:
        """Let a limited child part the submission, or Spark.

        ``link``: the key of the link ids; ``parts``: in place of those of a release.
        """
        parts = self.parts() if parts is None else parts
        if self.spark is not None:
            from cfgovern.journeys import splitspark

            rows = sum(table["rows_read"] for table in (self.checked.answer or {})["tables"].values())
            answer = splitspark.run(self._task(parts, link, rounds), self.spark, self._limits(), rows)
        else:
            with sandbox.start(ENTRY, limits=self._limits()) as child:
                child.send(self._task(parts, link, rounds))
                answer = child.result()
        told = json.loads((self.job / splitworker.CROSSWALK).read_bytes())
        people = told["people"]
        now = {one["ref"]: _withdrawal(one) if one["withdrawn_on"] else None for one in people}
        elsewhere = [{other: now[ref] for ref, other in refs.items()} for refs in told["earlier"]]
        return Parted(parts, answer["written"], people, elsewhere, answer["transcripts"])

    def _limits(self) -> Limits:
        """Those of the check, with more time: a text is looked at several times."""
        plain = self.checked.limits
        cpu, wall = _TIMES * plain.cpu_seconds, _TIMES * plain.wall_seconds
        return replace(plain, cpu_seconds=cpu, wall_seconds=wall)

    def parts(self) -> list[PartTable]:
        """The files of the release, of the tables that were sent."""
        run, day = self.checked.run, self.day.isoformat()
        plan = split_plan(run.contract, self.domain, self.mode, day, synthetic=self.synthetic, salt=self.salt)
        return [part for part in plan.parts() if part.table in run.report.tables]

    def _task(self, parts: Sequence[PartTable], link: TokenKey, rounds: Sequence[Round]) -> dict[str, Any]:
        """The argument of ``splitworker.run``."""
        files = [self.job / file for file in (self.checked.answer or {})["handed_on"].values()]
        return {
            **self.planned(parts),
            "pads": self._pads(parts, link),
            "secret": self._secret(parts),
            "earlier": [_told(one) for one in rounds],
            "big": sum(file.stat().st_size for file in files) > _BIG,
            "text": self._text(parts),
            "transcripts": str(self.transcripts.resolve()) if self.transcripts else None,
        }

    def planned(self, parts: Sequence[PartTable]) -> dict[str, Any]:
        """What is to be parted, and how, as JSON values: of the argument of ``splitworker.run`` what has no
        key in it."""
        answer = self.checked.answer or {}
        sending = [part.table for part in parts if part.part == "identifiers"]
        plan = people_plan(self.checked.run.contract, load_words(), sending)
        return {
            "job": str(self.job),
            "tables": {
                name: {
                    "file": file,
                    "columns": Layout.from_json(answer["tables"][name]["layout"]).columns,
                    "rejected": answer["rejected"].get(name),
                }
                for name, file in answer["handed_on"].items()
            },
            "people": plan.as_json(),
            "parts": [part.as_json() for part in parts],
            "day": self.day.isoformat(),
            "version": self.normaliser,
        }

    def _text(self, parts: Sequence[PartTable]) -> dict[str, Any] | None:
        """What a redactor needs; None where no text is to leave."""
        columns = [column for part in parts for column in part.columns]
        if not self.transcripts and not any(column.kind == "text" for column in columns):
            return None
        contract = self.checked.run.contract
        treatments = {column.way.treatment for column in columns}
        keys = {"surrogate": surrogates.TOKEN, "shift": SHIFT}
        return {
            # Of single tokens, as the padded keys are: no root goes there.
            **{name: self._key(token).for_child() for name, token in keys.items()},
            "identifiers": named_in(contract),
            "record_ids": {table.name: table.record_id.name for table in contract.tables if table.record_id},
            "window": max(column.way.window for column in columns),
            "grain": next((grain for grain in ("year", "quarter") if grain in treatments), "month"),
        }

    def _key(self, name: str) -> TokenKey:
        return token_key(self.root, self.domain.name, self.root.epoch, name)

    def keys(self, parts: Sequence[PartTable]) -> dict[str, dict[str, TokenKey]]:
        """The keys of everybody's pseudonyms but the link id, and of each part's tokens, by their names."""
        found = {"people": {"ref": self._key(PERSON_REF), "shift": self._key(SHIFT)}}
        for part in parts:
            root = self.programme if part.part == "identifiers" and self.programme else self.root
            for name in {column.key for column in part.columns if column.key}:
                key = token_key(root, self.domain.name, root.epoch, name)
                found.setdefault(part.part, {})[name] = key
        return found

    def _secret(self, parts: Sequence[PartTable]) -> str | None:
        """The key of CLKs, if any are made: of that alone, as the padded keys are of single tokens."""
        key = self.keys(parts).get("identifiers", {}).get(SECRET)
        return key.for_child() if key and self.mode == "clk" else None

    def _pads(self, parts: Sequence[PartTable], link: TokenKey) -> dict[str, dict[str, list[str]]]:
        """The same and that of the link id, padded."""
        found = self.keys(parts)
        found["people"]["link"] = link
        return {of: {name: _hex(key) for name, key in some.items()} for of, some in found.items()}

    def entry(self, parted: Parted, made_at: str, listed: Mapping[str, Withdrawal]) -> Entry:
        """The entry of the register. ``listed``: who is known to have withdrawn, in the submission or not."""
        reason = "kept_back" if "payload" in parted.routes else "unlinked"
        linked = [one["ref"] for one in parted.people if one["unlinked"] is None]
        return Entry(
            release=self.release_name,
            domain=self.domain.name,
            epoch=self.root.epoch,
            recipient=self.domain.recipient,
            made_at=made_at,
            record_origin=self.checked.run.report.record_origin or "live",
            sent={one["ref"]: one["link"] for one in parted.people if parted.routes and one[reason] is None},
            linked=tuple(linked) if "identifiers" in parted.routes else (),
            withdrawn={
                **listed,
                **{one["ref"]: _withdrawal(one) for one in parted.people if one["withdrawn_on"]},
            },
        )

    def write(self, parted: Parted, ready: Path) -> dict[str, Any]:
        """Lay out the folder ``ready`` but for its manifest; the marks of each file that is to be sent."""
        for one in parted.written:
            place = ready / one["file"]
            place.parent.mkdir(exist_ok=True)
            shutil.move(self.job / one["file"], place)
        if parted.transcripts and parted.transcripts["written"]:
            shutil.move(self.job / _TRANSCRIPTS, ready / _TRANSCRIPTS)
        for name, schema in schemas_of(parted.parts).items():
            (ready / name).write_text(schema, encoding="utf-8")
        text = self._contract()
        (ready / CONTRACT).write_text(text, encoding="utf-8")
        sent = sorted(path.relative_to(ready).as_posix() for path in ready.rglob("*") if path.is_file())
        marks = {name: asdict(marked_file(ready / name)) for name in sent}
        about = {"release": self.release_name, "domain": self.domain.name}
        told = (self.job / splitworker.CROSSWALK).read_bytes()
        (ready / CROSSWALK).write_bytes(seal(self.root, "crosswalk", told, about))
        return marks

    def _contract(self) -> str:
        """The released contract."""
        contract = self.checked.run.contract
        return released_text(contract, self.domain, mode=self.mode, synthetic=self.synthetic)

    def manifest(self, parted: Parted, marks: Mapping[str, Any], made_at: str) -> Release:
        """What the manifest says."""
        run, domain = self.checked.run, self.domain
        report, contract = run.report, run.contract
        return Release(
            release=self.release_name,
            domain=domain.name,
            recipient=domain.recipient,
            purpose=domain.purpose,
            retention=domain.retention,
            mode=self.mode,
            record_origin=report.record_origin or "live",
            as_of=self.day.isoformat(),
            made_at=made_at,
            cfgovern_version=__version__,
            run_id=report.run_id,
            contract={"id": contract.id, "version": contract.version, "digest": contract.digest},
            released_contract={"file": CONTRACT, "digest": f"sha256:{marks[CONTRACT]['sha256']}"},
            submission=report.submission_digest,
            normaliser=self.normaliser,
            epoch=self.root.epoch,
            keys={root.kind: root.fingerprint for root in (self.root, self.programme) if root is not None},
            people=_counted(parted, "payload", "kept_back"),
            identifiers=_counted(parted, "identifiers", "unlinked"),
            tables=tuple(_table(part, one) for part, one in zip(parted.parts, parted.written, strict=True)),
            files=marks,
            transcripts=parted.transcripts,
            excluded=self._excluded(),
            tokens=_tokens(parted) if self.mode == "tokens" else None,
            clk=clk_told(schemas_of(parted.parts), self.salt) if self.mode == "clk" else None,
            notes=tuple(filter(None, (SYNTHETIC if self.synthetic else "", contract.notice))),
        )

    def _excluded(self) -> dict[str, Any] | None:
        report = self.checked.run.report
        if self.exclusion is None or report.outcome == "pass":
            return None
        counts = Counter(one.rule for one in report.findings if one.severity in ("block", "error"))
        rules = {rule: report.truncated.get(rule, count) for rule, count in sorted(counts.items())}
        return {**self.exclusion, "rules": rules, "warnings": report.counts.get("warning", 0)}


def _counted(parted: Parted, route: str, reason: str) -> dict[str, Any]:
    """How many people came in, how many went that way, and why the others did not."""
    if route not in parted.routes:
        return {"in": len(parted.people), "sent": 0, "kept_back": {"not_in_this_domain": len(parted.people)}}
    why = Counter(one[reason] for one in parted.people)
    sent = why.pop(None, 0)
    return {"in": len(parted.people), "sent": sent, "kept_back": dict(sorted(why.items()))}


def _table(part: PartTable, written: Mapping[str, Any]) -> dict[str, Any]:
    """A file of a part: rows that came in and went, and what was done to each column."""
    columns = [
        {
            "name": column.name,
            "treatment": _treatment(column),
            **{count: written[count][column.name] for count in _LOST if column.name in written[count]},
        }
        for column in part.columns
    ]
    names = {"part": part.part, "table": part.name, "file": written["file"]}
    return {**names, "rows_in": written["sent"], "rows": written["rows"], "columns": columns}


_LOST = ("withheld", "emptied", "rare")
_TREATMENTS = {
    "ref": "token", "link": "random", "record": "keep", "text": "redact", "normalised": "normalise",
    "keyed": "token", "token": "token", "clk": "clk",
}  # fmt: skip


def _treatment(column: PartColumn) -> str:
    return _TREATMENTS.get(column.kind) or column.way.treatment or "keep"


def _tokens(parted: Parted) -> dict[str, Any]:
    """The warning that goes with tokens of few values, and of which too rare ones were left out."""
    columns = [column for part in parted.parts for column in part.columns if column.kind == "token"]
    counted = [column for column in columns if column.minimum]
    return {
        "low_entropy": [column.name for column in columns if TOKENS[column.of].low_entropy],
        "minimum": max((column.minimum for column in counted), default=0),
        "counted": [column.name for column in counted],
        "warning": LOW_ENTROPY,
    }


LOW_ENTROPY = (
    "These tokens have so few values that whoever holds many can guess them by counting, without any key. "
    "Keep them with the one who links, and delete them when that is done."
)


def _withdrawal(one: Mapping[str, Any]) -> Withdrawal:
    return Withdrawal(one["withdrawn_on"], one["everything"])


def _told(one: Round) -> dict[str, Any]:
    withdrawn = [[ref, known.day, known.everything] for ref, known in one.withdrawn.items()]
    return {"pads": _hex(one.key), "withdrawn": withdrawn}


def _hex(key: TokenKey) -> list[str]:
    return [pad.hex() for pad in key.pads()]

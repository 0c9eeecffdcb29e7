"""A whole release at work: its files read and worked out again in limited children, and what that proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import CfgovernError, SubmissionRefused, UsageError
from cfgovern.evidence.proof import Proof, failed, judged, not_run
from cfgovern.evidence.release import CONTRACT
from cfgovern.intake import sandbox
from cfgovern.journeys.proofasked import Roots, again_of
from cfgovern.journeys.proofparts import Looked, limits_of, looked_at
from cfgovern.journeys.request import Request
from cfgovern.progress import Told

__all__ = ["NO_KEYS", "AtWork"]

ENTRY = "cfgovern.journeys.proofworker:run"
NO_KEYS = "It needs your key file (--keys)."
_NO_SUBMISSION = "It needs the submission that the release was made from (--submission), and your keys."
_OPENED = "crosswalk.json"


@dataclass(frozen=True, slots=True)
class AtWork:
    """A whole release, and the job folder in which it is proved. ``salt``: by which the sample is drawn."""

    folder: Path
    told: dict[str, Any]
    job: Path
    roots: Roots | None
    progress: Told | None
    salt: str

    def looked(self, submission: Request | None, crosswalk: bytes | None) -> Looked:
        """What is proved of what stands in the files. ``crosswalk``: what was sealed in it, if anything."""
        try:
            contract = load_contract(self.folder / CONTRACT)
        except CfgovernError as fault:
            return Looked((failed("contract", "release.contract", [fault.what]),))
        if crosswalk is not None:
            (self.job / _OPENED).write_bytes(crosswalk)
        asked, refused = self._again(submission, crosswalk is not None)
        answer = self._read(contract, asked, crosswalk is not None)
        if isinstance(answer, SubmissionRefused):
            where = f" ({answer.where})" if answer.where else ""
            faults = {"conservation": [f"{answer.what.removesuffix('.')}{where}."]}
            answer = {"faults": faults, "figures": {}, "registry": False}
        sent = {**self.told, "tables": self._tables()}
        looked = looked_at(self.folder, sent, self.job, answer["registry"], self.progress)
        return replace(looked, proofs=(*looked.proofs, *self._judged(answer, refused)))

    def _judged(self, answer: Mapping[str, Any], refused: tuple[Proof, ...]) -> list[Proof]:
        """The proofs that the child was asked for. ``refused``: those for which it could not be."""
        faults = answer["faults"]
        counts = [*self._counted(), *faults["conservation"]]
        made = [judged("conservation", "release.counts", counts)]
        for name, code in (("apart", "release.not_apart"), ("crosswalk", "release.other_crosswalk")):
            made += [judged(name, code, faults[name])] if name in faults else []
        made += refused
        if not refused and "people" in faults:
            told = answer["figures"]["again"]
            size = f"{told['rows']:,} rows of {told['people']:,} people, {told['cells']:,} cells in all."
            made.append(judged("people", "release.other_people", faults["people"]))
            made.append(judged("treatments", "release.other_values", faults["treatments"], size))
        because = "A file cannot be read as a table."
        names = {"apart", "people", "treatments"} - {one.name for one in made}
        return [*made, *(not_run(name, because) for name in names)]

    def _counted(self) -> list[str]:
        """Whether the counts of the manifest add up."""
        faults = []
        for what, counted in (("people", self.told["people"]), ("identifiers", self.told["identifiers"])):
            if counted["in"] != counted["sent"] + sum(counted["kept_back"].values()):
                faults.append(f"The {what} that came in are not those that went and those that did not.")
        tables = {one["file"] for one in self.told["tables"]}
        lost = tables - self.told["files"].keys()
        faults += [f"{len(lost):,} tables have no file."] if lost else []
        texts = [name for name in self.told["files"] if name.startswith("payload/transcripts/")]
        written = (self.told["transcripts"] or {}).get("written", 0)
        faults += ["The transcripts are not as many as were written."] if len(texts) != written else []
        schemas = set((self.told.get("clk") or {}).get("schemas", ()))
        if strange := len(self.told["files"].keys() - tables - schemas - {CONTRACT} - set(texts)):
            faults.append(f"{strange:,} files are of no table.")
        return faults

    def _tables(self) -> list[dict[str, Any]]:
        """The tables that have a file of the release: a manifest may name any other."""
        return [one for one in self.told["tables"] if one["file"] in self.told["files"]]

    def _again(
        self, submission: Request | None, crosswalk: bool
    ) -> tuple[dict[str, Any] | None, tuple[Proof, ...]]:
        """What is to be worked out again; or why it cannot be, as proofs."""
        names = ("people", "treatments")
        if submission is None or self.roots is None or not crosswalk:
            because = _NO_SUBMISSION if submission is None else "It needs the crosswalk of this release."
            return None, tuple(not_run(name, because) for name in names)
        day = date.fromisoformat(self.told["as_of"])
        asked = replace(submission, as_of=day, progress=self.progress)
        made = again_of(asked, self.told, self.job, self.roots, self.salt, self.folder)
        if isinstance(made, UsageError):
            told = tuple(failed(name, made.code, [made.what], fix=made.fix) for name in names)
            return None, told
        return made, ()

    def _read(
        self, contract: Contract, asked: dict[str, Any] | None, crosswalk: bool
    ) -> dict[str, Any] | SubmissionRefused:
        """The answer of the limited child. See ``proofworker.run``."""
        task = {
            "job": str(self.job),
            "folder": str(self.folder.resolve()),
            "tables": self._tables(),
            "identifying": {
                table.name: {one.name: one.identifier or "" for one in table.columns if one.identifies}
                for table in contract.tables
            },
            "clear": self.told["mode"] == "split",
            "crosswalk": _OPENED if crosswalk else None,
            "counts": {name: self.told[name] for name in ("people", "identifiers")},
            "ref": self.roots.ref(self.told) if self.roots and crosswalk else None,
            "again": asked,
        }
        limits = limits_of(self.folder)
        try:
            with sandbox.start(ENTRY, limits=limits, told=self.progress) as child:
                child.send(task)
                answer: dict[str, Any] = child.result()
        except SubmissionRefused as refusal:
            return refusal
        return answer

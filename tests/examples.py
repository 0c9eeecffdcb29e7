"""Writes ``docs/examples/northmoor``: the finished documents of an area that does not exist.

    python -m tests.examples           the drafts, and pictures of their first pages
    python -m tests.examples --runs    before that, the run records, by real runs on made-up data

New runs have new ids, and a changed contract another fingerprint: the entries under ``risks: accepted`` of
its ``area.yaml``, and what its agreement was signed for, are written anew too.
Pictures need LibreOffice and poppler-utils (``make tools``).
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from cfgovern.contract.domains import load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contracts.governed import governed_digest
from cfgovern.governance.outline import KINDS
from tests.command import ROOT, cfgovern

FOLDER = ROOT / "docs" / "examples" / "northmoor"
CONTRACT = ROOT / "schemas" / "changing-futures" / "changing-futures.odcs.yaml"
AS_OF = "2026-12-01"
PEOPLE_AS_OF = "2026-10-01"
FILES = tuple(f"{kind}.{face}" for kind in KINDS for face in ("docx", "html", "json"))
PAGES = 4
_DOTS = 72


def drafted(out: Path) -> None:
    """Draft both documents into ``out``, from what stands in the folder of the example."""
    for kind in KINDS:
        _run("draft", kind, "--area", FOLDER / "area.yaml", "--as-of", AS_OF, "--out", out, cwd=out)


def _run(*arguments: str | Path, cwd: Path) -> None:
    done = cfgovern(*arguments, cwd=cwd)
    if done.code:
        raise SystemExit(done.err or done.out)


def run_records(job: Path) -> None:
    """Make an area of 60 people up, check, scan and part it, prove the release, plan linking: the records."""
    phrase, kept = job / "phrase", job / "kept"
    phrase.write_text("made up for this example\n", encoding="utf-8")
    phrase.chmod(0o600)
    (job / "area.yaml").write_bytes((FOLDER / "area.yaml").read_bytes())
    _run("synth", "--participants", "60", "--seed", "7", "--as-of", PEOPLE_AS_OF, "--out", "made", cwd=job)
    [sent] = (job / "made").glob("*.xlsx")
    keys = ("--keys", "area.keys", "--passphrase-file", phrase)
    for command in (
        ("validate", sent, "--as-of", PEOPLE_AS_OF, "--evidence", kept),
        ("scan", sent, "--risk", "--evidence", kept),
        ("key", "new", *keys, "--custodian", "Information Governance Manager"),
        ("pseudonymise", sent, "--out", "sent", "--domain", "national-evaluation", "--release", "2026-q3",
         "--as-of", PEOPLE_AS_OF, "--evidence", kept, *keys),
        ("pseudonymise", "--check", "sent", "--submission", sent, "--evidence", kept, *keys),
        ("link", "plan", "--evidence", kept),
    ):  # fmt: skip
        done = cfgovern(*command, cwd=job)
        print(command[0], done.code, done.err)
    before = _run_ids(FOLDER / "evidence")
    for old in (FOLDER / "evidence").glob("*.json"):
        old.unlink()
    for record in kept.glob("*.json"):
        (FOLDER / "evidence" / record.name).write_bytes(record.read_bytes())
    text = (FOLDER / "area.yaml").read_text(encoding="utf-8")
    contract = load_contract(CONTRACT)
    text = re.sub(r"sha256:[0-9a-f]{64}", governed_digest(contract, load_domains(contract)), text)
    for kind, run in _run_ids(FOLDER / "evidence").items():
        text = text.replace(before.get(kind, run), run)
    (FOLDER / "area.yaml").write_text(text, encoding="utf-8")


def _run_ids(folder: Path) -> dict[str, str]:
    """The id of the run of each kind."""
    told = [json.loads(record.read_bytes()) for record in folder.glob("*.json")]
    return {one["kind"]: one["run_id"] for one in told}


def pictures(job: Path) -> None:
    """The first pages of each document as pictures, as LibreOffice shows them."""
    from PIL import Image

    for kind in KINDS:
        command = [
            "soffice",
            f"-env:UserInstallation=file://{job}/office",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        subprocess.run([*command, "--outdir", job, FOLDER / f"{kind}.docx"], check=True, capture_output=True)
        shown = ["pdftoppm", "-png", "-r", str(_DOTS), "-l", str(PAGES), job / f"{kind}.pdf", job / kind]
        subprocess.run(shown, check=True)
        for number, page in enumerate(sorted(job.glob(f"{kind}-*.png")), 1):
            made = io.BytesIO()
            few = Image.open(page).convert("RGB").quantize(256, dither=Image.Dither.NONE)
            few.save(made, "PNG", optimize=True)
            (FOLDER / f"{kind}-page-{number}.png").write_bytes(made.getvalue())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        if "--runs" in sys.argv:
            run_records(Path(made))
        drafted(FOLDER)
        pictures(Path(made))

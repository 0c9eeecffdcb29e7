"""What drafting costs: both documents of 18 areas in one process, and one assessment beside a bare docxtpl.

    python -m benchmarks.documents            # 3 runs of each, in turn; the middle is told

The area is the finished example, ``docs/examples/northmoor``, once under each of 18 codes. The 18 areas are
drafted as Word, page and JSON, with everything read from their files. The bare render is a program of ten
lines that reads the same Word template, the same values and the same pictures, all made before, and does
nothing but fill and save: no facts, no questions, no checks. Both are whole commands, and from each is taken
off what it costs to start: to load its modules, and for ours the content and the contract, which are the same
for every area. The promises: 18 areas take at most 12 seconds; one assessment costs at most 1.5 times the
bare render, beside what it costs to start. The ratio of the whole commands is told as well.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.process import measure
from cfgovern.contract.load import load_contract
from cfgovern.governance.draft import context_of
from cfgovern.governance.outline import KINDS
from cfgovern.governance.scene import png
from cfgovern.journeys.documents import DocumentRequest, governed_of, load_content, material_of
from cfgovern.journeys.drafting import draft, scenes_of
from cfgovern.journeys.wordtemplates import template_bytes

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "northmoor"
CONTRACT = ROOT / "schemas" / "changing-futures" / "changing-futures.odcs.yaml"
AS_OF = date(2026, 12, 1)
AREAS = 18
MOST_SECONDS, MOST_TIMES = 12, 1.5
BARE = """\
import json, sys
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
folder = sys.argv[1]
document = DocxTemplate(f"{folder}/template.docx")
context = json.load(open(f"{folder}/context.json", encoding="utf-8"))
names = context.pop("pictures")
shown = {name: InlineImage(document, f"{folder}/{name}.png", width=Mm(165)) for name in names}
document.render({**context, "picture": shown}, autoescape=True)
document.save(f"{folder}/bare.docx")
"""
OURS = """\
import sys
from cfgovern.cli import main
try:
    main()
except SystemExit as end:
    if end.code:
        raise
"""
LISTS = "open(sys.argv[0] + '.modules', 'w').write(' '.join(sys.modules))\n"
LOADS = """\
import importlib, sys
for name in open(sys.argv[1]).read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
"""
READS = f"""\
{LOADS}
from pathlib import Path
from cfgovern.contract.load import load_contract
from cfgovern.journeys.documents import load_content
load_content(), load_contract(Path(sys.argv[2]))
"""


def asked(area: Path) -> DocumentRequest:
    return DocumentRequest(area, CONTRACT, AS_OF, EXAMPLE / "answers.yaml", EXAMPLE / "evidence")


def eighteen(folder: Path) -> dict[str, float]:
    """Draft both documents of every area, in this process: seconds on the clock, and of the processor."""
    profile = (EXAMPLE / "area.yaml").read_text(encoding="utf-8")
    areas = []
    for number in range(1, AREAS + 1):
        areas.append(folder / f"area-{number:02}.yaml")
        areas[-1].write_text(profile.replace("area: CF-A01", f"area: CF-A{number:02}"), encoding="utf-8")
    clock, spent = time.perf_counter(), time.process_time()
    pack, governed = load_content(), governed_of(load_contract(CONTRACT))
    made = 0
    for area in areas:
        material = material_of(asked(area), pack, governed)
        for kind in KINDS:
            drafted = draft(kind, asked(area), folder / area.stem, pack=pack, material=material)
            made += len(drafted.files)
        png.cache_clear()  # another area has other pictures
    return {"clock": time.perf_counter() - clock, "cpu": time.process_time() - spent, "files": made}


def prepared(folder: Path) -> None:
    """All that the bare render needs: template, values and pictures."""
    pack = load_content()
    material = material_of(asked(EXAMPLE / "area.yaml"), pack)
    outline = pack.outlines["dpia"]
    scenes = scenes_of(outline.named("picture"), material, pack)
    context = {**context_of(outline, material), "pictures": list(scenes)}
    (folder / "context.json").write_text(json.dumps(context), encoding="utf-8")
    (folder / "template.docx").write_bytes(template_bytes("dpia", None))
    for name, scene in scenes.items():
        (folder / f"{name}.png").write_bytes(png(scene))


def draft_options(folder: Path) -> list[str]:
    options = {"--area": EXAMPLE / "area.yaml", "--as-of": AS_OF, "--out": folder / "ours"}
    named = [str(word) for option in options.items() for word in option]
    return ["draft", "dpia", "--format", "docx", *named]


def program(folder: Path, name: str, text: str, *given: object) -> float:
    """Seconds of the processor that a program of this ``text`` takes, as a whole process."""
    (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, str(folder / name), *map(str, given)]
    return measure(command, folder, 0, {"PYTHONPATH": str(ROOT)}).cpu


def child() -> dict[str, float]:
    """18 areas in a process of their own."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.documents", "--one"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def compare(runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        said = draft_options(folder)
        for name, text, given in (("ours", OURS, said), ("bare", BARE, [folder])):
            program(folder, f"{name}.py", text + LISTS, *given)
        alone = [
            {
                "ours": program(folder, "ours.py", OURS, *said),
                "starts": program(folder, "starts.py", READS, folder / "ours.py.modules", CONTRACT),
                "bare": program(folder, "bare.py", BARE, folder),
                "bare starts": program(folder, "bare_starts.py", LOADS, folder / "bare.py.modules"),
            }
            for _ in range(runs)
        ]
        together = [child() for _ in range(runs)]
    clock, cpu, files = (median(turn[figure] for turn in together) for figure in ("clock", "cpu", "files"))
    print(f"{AREAS} areas x {len(KINDS)} documents, {files:.0f} files: {clock:.1f} s, {cpu:.1f} s CPU")
    print(f"  {verdict(clock, MOST_SECONDS)}")
    told = {name: median(turn[name] for turn in alone) for name in alone[0]}
    print(f"one assessment in Word:   {told['ours']:.2f} s CPU, of which to start {told['starts']:.2f} s")
    print(
        f"a bare render of the same: {told['bare']:.2f} s CPU, of which to start {told['bare starts']:.2f} s"
    )
    ratio = median((one["ours"] - one["starts"]) / (one["bare"] - one["bare starts"]) for one in alone)
    whole = median(one["ours"] / one["bare"] for one in alone)
    print(f"  {ratio:.2f} times beside what it costs to start; {verdict(ratio, MOST_TIMES)}")
    print(f"  {whole:.2f} times as whole commands")


def verdict(figure: float, most: float) -> str:
    return f"promised: at most {most:g}: {'held' if figure <= most else 'NOT HELD'}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        with tempfile.TemporaryDirectory() as name:
            print(json.dumps(eighteen(Path(name))))
    else:
        compare(told.runs)


if __name__ == "__main__":
    main()

"""Our pages in a real browser: no complaint, no request, nothing cut, nothing that shuts anybody out."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.contracts import show
from cfgovern.reporting import cohort, render
from tests.browser import Page, browser
from tests.conftest import some_of
from tests.unit.reporting.cohortsample import REPORT as COHORT
from tests.unit.reporting.risksample import RISK
from tests.unit.reporting.samples import CONTRACT, PASSED, REFUSED, REPORT, all_of, finding, words

pytestmark = pytest.mark.needs("chromium", "pdftotext")

A4 = 688  # pixels between the margins of the paper

MANY = tuple(
    finding("loans.lent.type", row, cell=f"C{row + 1}", key={"loan_id": f"L-{row}"})
    for row in range(1, 100, 2)
)
REPORTS = {
    "fail": replace(REPORT, record_origin="synthetic"),
    "pass": PASSED,
    "refused": REFUSED,
    "risk": replace(PASSED, report="scan", risk=RISK),
    "long": replace(REPORT, findings=MANY, rules=(words("loans.lent.type", 50),), truncated={}),
    "one-long-word": replace(all_of("a_very_long_name_" * 8), contract=replace(CONTRACT, name="x" * 120)),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page we write, by name."""
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in (*REPORTS, "dictionary", "cohort")}
    for name, report in REPORTS.items():
        written[name].write_text(render(report, "html"), encoding="utf-8")
    written["dictionary"].write_text(_dictionary(), encoding="utf-8")
    written["cohort"].write_text(cohort.render_html(COHORT), encoding="utf-8")
    return written


def _dictionary() -> str:
    """The data dictionary of one table and its codes: the whole one keeps axe busy for minutes."""
    contract = api.load_contract()
    agreements = contract.table("agreements")
    assert agreements is not None
    lists = {column.code_list for column in agreements.columns}
    codes = {name: found for name, found in contract.code_lists.items() if name in lists}
    return show.render(show.dictionary(replace(contract, tables=(agreements,), code_lists=codes)), "html")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    from tests.tools import TOOLS

    command = TOOLS["chromium"].path()
    assert command is not None
    with browser(command, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


every_page = pytest.mark.parametrize("name", [*REPORTS, "dictionary", "cohort"])


@every_page
def test_a_page_opens_without_complaint_and_asks_for_nothing(
    page: Page, pages: dict[str, Path], name: str
) -> None:
    page.open(pages[name])
    assert page.problems == []
    assert page.requests == [pages[name].as_uri()]


def test_what_a_policy_forbids_is_noticed_here(page: Page, tmp_path: Path) -> None:
    """The test above would see it, were there a script."""
    path = tmp_path / "faulty.html"
    path.write_text(render(REPORT, "html").replace("<h1>", "<script>1</script><h1>"), encoding="utf-8")
    page.open(path)
    assert "Content Security Policy" in page.problems[0]


@every_page
@pytest.mark.parametrize("width", [320, 1100])
def test_nothing_scrolls_sideways_but_the_boxes_made_for_it(
    page: Page, pages: dict[str, Path], name: str, width: int
) -> None:
    page.open(pages[name], width=width)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.run("document.documentElement.scrollWidth") == width
    assert page.run(OUTSIDE) == []


@every_page
@pytest.mark.parametrize(
    ("width", "dark"), some_of([(320, True), (320, False), (1100, False), (1100, True)], 2)
)
def test_axe_finds_nothing(page: Page, pages: dict[str, Path], name: str, width: int, dark: bool) -> None:
    page.open(pages[name], width=width, dark=dark)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.run(axe() + ";0")
    found = page.run("axe.run(document).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []
    assert page.run("axe.run(document).then(r => r.passes.length)") > 15


def test_axe_finds_what_is_wrong(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(
        render(REPORT, "html").replace(' lang="en-GB"', "").replace("h3>", "h5>"), encoding="utf-8"
    )
    page.open(path)
    page.run(axe() + ";0")
    assert page.run("axe.run(document).then(r => r.violations.map(v => v.id))") == [
        "heading-order",
        "html-has-lang",
    ]


SHOWN = """
[...document.querySelectorAll(".part h2, .group code")]
  .filter(e => e.checkVisibility() && !e.closest(".example, dd")).map(e => e.innerText)
"""
ALL = ["The whole submission", "file.table_extra", "members", "members.age.minimum",
       "members.age.column_missing", "loans", "loans.lent.type", "loans.back_after_out"]  # fmt: skip


LINKS = "[...document.querySelectorAll('.counts a')]"
TO = "e => document.querySelector(e.hash).innerText"


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("Everything: 16 points", ALL),
        ("All of members: 2 points", ALL[2:5]),
        ("loans.lent.type: 12", ["loans", "loans.lent.type"]),
        ("file.table_extra: 1", ["The whole submission", "file.table_extra"]),
    ],
)
def test_what_is_chosen_is_shown_without_a_script_and_paper_has_it_all(
    page: Page, pages: dict[str, Path], entry: str, shown: list[str]
) -> None:
    page.open(pages["fail"])
    assert page.run(SHOWN) == ALL
    chosen = f"[...document.querySelectorAll('option')].findIndex(e => e.text == {entry!r})"
    page.run(f"document.querySelector('select').selectedIndex = {chosen}")
    assert page.run(SHOWN) == shown
    assert page.run(f"{LINKS}.filter(e => getComputedStyle(e).pointerEvents != 'none').map({TO})") == [
        name for name in ("members", "loans") if name in shown
    ]
    assert page.run(OUTSIDE) == []
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.run(SHOWN) == ALL
    assert page.run("document.querySelector('select').checkVisibility()") is False
    page.tell("Emulation.setEmulatedMedia", media="")


def test_no_row_of_a_table_and_no_rule_is_cut_by_the_end_of_a_sheet(
    page: Page, pages: dict[str, Path]
) -> None:
    page.open(pages["fail"])
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert set(page.run(f"{BROKEN}('tr, .group, .result')")) == {"avoid"}
    page.tell("Emulation.setEmulatedMedia", media="")


BROKEN = "(s => [...document.querySelectorAll(s)].map(e => getComputedStyle(e).breakInside))"


@every_page
def test_nothing_is_cut_on_paper(
    page: Page, pages: dict[str, Path], name: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    page.open(pages[name], width=A4)
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.run(OUTSIDE) == []
    page.run(f"{CLIPPED}.forEach(one => one.remove())")
    shown = page.run("document.body.innerText").split()
    paper = tmp_path / "page.pdf"
    paper.write_bytes(page.printed())
    done = subprocess.run([tool("pdftotext"), paper, "-"], capture_output=True, check=True, text=True)
    squeezed = "".join(done.stdout.split())
    assert [word for word in shown if word not in squeezed] == []


# What is read out but never seen.
CLIPPED = "[...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).clipPath != 'none')"
OUTSIDE = """
[...document.querySelectorAll("body *")]
  .filter(e => !e.closest(".hidden, .skip") && !e.parentElement.closest(".scroll"))
  .filter(e => e.getClientRects().length)
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || (
    e.scrollWidth > e.clientWidth + 1 && ["hidden", "clip"].includes(getComputedStyle(e).overflowX)))
  .map(e => e.outerHTML.slice(0, 80))
"""


def axe() -> str:
    """The script that looks for what shuts people out."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.fail("axe is absent here: make tools installs it", pytrace=False)
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")

"""The report of a made-up cohort says that it is one, puts the rules first, and has every figure in words."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest

from cfgovern.evidence.measures import CohortReport, Conformance, Measures, Run
from cfgovern.reporting.cohort import render_html
from cfgovern.reporting.cohorttext import render_text
from cfgovern.reporting.cohortwords import NOBODY, NOT_GIVEN, coverage, fixed, summary, verdict
from cfgovern.reporting.words import SYNTHETIC
from tests.unit.reporting.cohortsample import MEASURES, REPORT, RUN

BARE = CohortReport(RUN, Measures(0, {}))
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e"


class Text(HTMLParser):
    """What a reader gets, with the ids of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag != "meta":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside:
            self.words.append(data)
        if self._inside and self._inside[-1] == "h2":
            self.headings.append(data)

    @property
    def all(self) -> str:
        return " ".join(" ".join(self.words).replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def page() -> Text:
    return Text(render_html(REPORT))


@pytest.mark.parametrize(
    "text", [Text(render_html(BARE)).all, render_text(BARE), render_text(REPORT, width=200)]
)
def test_it_says_first_what_it_is(text: str) -> None:
    squeezed = " ".join(text.split())
    for words in (SYNTHETIC, NOBODY, RUN.notice):
        assert words in squeezed
        assert squeezed.index(words) < squeezed.index("Looked for")


def test_rules_come_first_and_then_everything_else(page: Text) -> None:
    assert page.headings == [
        "The rows keep the rules",
        "Rules that were set off",
        "Asked and drawn",
        "Needs that come together",
        "Over time",
        "Follow-up",
        "Balance between areas",
        "Protected characteristics",
        "What is not given here, and why",
        "About this run",
    ]


def test_no_score_is_given_and_it_is_said_why(page: Text) -> None:
    for text in (page.all, " ".join(render_text(REPORT).replace("\u00a0", " ").split())):
        assert "No score of fidelity" in text
        assert ".889" in text
        assert "no source records" in text
        assert all(title in text for title, _ in NOT_GIVEN)


def test_what_was_not_measured_has_no_part() -> None:
    assert Text(render_html(BARE)).headings == [
        "Not everything was checked",
        "What is not given here, and why",
        "About this run",
    ]


@pytest.mark.parametrize(
    ("conformance", "silent", "state"),
    [
        (Conformance((0, 9), (0, 9), (0, 9), (0, 9)), {}, "pass"),
        (Conformance((0, 9), (0, 9), (0, 9)), {}, "confirm"),
        (Conformance((0, 9), (1, 9), (0, 9)), {}, "fail"),
        (Conformance((0, 9), (0, 9), (0, 9), (0, 9)), {"a.rule": 1}, "fail"),
    ],
)
def test_the_verdict_is_on_all_checks(conformance: Conformance, silent: dict[str, int], state: str) -> None:
    report = replace(REPORT, conformance=conformance, silent=silent)
    assert verdict(report).state == state
    assert f'class="result {state}"' in render_html(report)


def test_rules_that_found_nothing_are_listed(page: Text) -> None:
    assert "1 of 2 rules found something in the faulty set. None found anything in the clean set." in page.all
    assert "Rules that found nothing in the faulty set waves.day.type" in page.all


@pytest.mark.parametrize(
    ("fired", "spared", "silent", "words"),
    [
        ((2, 1), 0, 0, "2 of 2 rules found something in the faulty set. None found"),
        ((2, 1, 0), 1, 0, "faulty set. No made-up row may set off the other. N"),
        ((2, 0, 0), 2, 0, "No made-up row may set off the other 2."),
        ((2, 0, 0), 1, 0, "faulty set. No made-up row may set off 1 of the other 2. N"),
        ((1,), 0, 4, "1 of 1 rule found something in the faulty set. 1 found something in the clean set."),
    ],
)
def test_how_many_rules_were_set_off_reads_well(
    fired: tuple[int, ...], spared: int, silent: int, words: str
) -> None:
    names = [f"t.rule_{number}" for number in range(len(fired))]
    unplanted = dict.fromkeys(names[len(names) - spared :], "So.")
    report = replace(
        REPORT, fired=dict(zip(names, fired, strict=True)), silent={names[0]: silent}, unplanted=unplanted
    )
    assert words in coverage(report)


def test_asked_and_drawn_stand_side_by_side(page: Text) -> None:
    assert "Female A published table 15 of 40 36.5 % 37.5 % +1.0 24.2 to 53.0 yes" in page.all
    assert "Experience of abuse A report 20 of 40 70 % 50.0 % −20.0 35.2 to 64.8 no" in page.all
    assert "Wait for the baseline (assumed) A guess 38 2.5 months 2.2 months −0.2 2.0 to 2.4 no" in page.all
    assert "Lost A report 0 5 % not measured – – –" in page.all
    assert "Lost: No row belongs to the base." in page.all


def test_figures_that_cannot_hold_together_are_named_and_not_held_against_the_run(page: Text) -> None:
    assert "Experience of abuse – with: Female; other" in page.all
    assert summary(MEASURES) == (
        "Of 1 published share that can hold together, 1 is within 3 points of what was asked. "
        "The largest residual is 1.0 points."
    )
    assert summary(replace(MEASURES, targets=())).startswith("No published share")


def test_each_picture_has_a_table_and_each_id_is_unique(page: Text) -> None:
    written = render_html(REPORT)
    assert written.count("<svg") == 13
    assert written.count("<table") >= 12
    assert len(page.ids) == len(set(page.ids))
    captions = re.findall("<caption>(.*?)</caption>", written)
    assert len(captions) == len(set(captions))
    for found in re.findall(r'aria-labelledby="([^"]+)"', written):
        assert set(found.split()) <= set(page.ids)


def test_the_pages_style_is_that_of_its_policy() -> None:
    """No style attribute: the policy of the page would refuse it."""
    body = render_html(REPORT).partition("<body>")[2]
    assert not re.search(r'\bstyle="|<script|\bon\w+="', body)


def test_hostile_words_are_only_words() -> None:
    run = Run(**{one.name: HOSTILE for one in fields(Run)} | {"seed": 1})
    written = render_html(replace(REPORT, run=run, fired={HOSTILE: 1}))
    assert "<script" not in written
    for text in (written, render_text(replace(REPORT, run=run))):
        assert not re.search("[\x1b\u202e]", text)


@pytest.mark.parametrize("width", [10, 60, 80, 300])
def test_the_text_fits_its_width(width: int) -> None:
    lines = render_text(REPORT, width=width).splitlines()
    assert max(map(len, lines)) <= max(60, min(width, 110))
    assert any(line.startswith("Female") and line.split()[-2:] == ["+1.0", "yes"] for line in lines)


def test_the_same_report_is_the_same_text() -> None:
    assert render_html(REPORT) == render_html(REPORT)
    assert render_text(REPORT) == render_text(REPORT)


def test_figures_never_have_a_signed_nought() -> None:
    assert [fixed(value) for value in (None, -0.04, -0.06, 1234.56)] == ["–", "0.0", "−0.1", "1,234.6"]

"""The report as a page: one file that asks for nothing, sound for every reader, and nobody's markup."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.findings import Report, RuleText
from cfgovern.reporting import html
from cfgovern.reporting.html import render_html
from cfgovern.reporting.plain import plain
from cfgovern.reporting.words import NO_VALUES, SYNTHETIC
from tests.unit.reporting.samples import FINDINGS, PASSED, REFUSED, REPORT, all_of, finding, words

VOID = {"meta", "br"}
KNOWN = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "article",
        "div",
    ),
    *("h1", "h2", "h3", "p", "a", "strong", "span", "code", "dl", "dt", "dd", "ol", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("label", "select", "optgroup", "option"),
}
SCAN = replace(
    REPORT,
    report="scan",
    findings=(finding("loans.note.PERSON", 1, cell="D2", entity="PERSON", start=0, end=11),),
    rules=(words("loans.note.PERSON"),),
)
PAGES = {
    "fail": REPORT,
    "synthetic": replace(REPORT, record_origin="synthetic"),
    "confirm": replace(REPORT, outcome="confirm", counts={"warning": 1}, findings=FINDINGS[4:5]),
    "pass": PASSED,
    "refused": REFUSED,
    "refused before the contract": replace(REFUSED, contract=None),
    "scan": SCAN,
}


@dataclass
class Page(HTMLParser):
    """The elements of a page in order, with their attributes; its text; and what was left open."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    @property
    def text(self) -> str:
        return "".join(self.texts)


def page(report: Report) -> Page:
    found = Page()
    found.feed(render_html(report))
    found.close()
    assert found.open == []
    return found


every_page = pytest.mark.parametrize("report", PAGES.values(), ids=PAGES)


# -- self-contained --------------------------------------------------------------------------------


@every_page
def test_the_policy_allows_the_one_style_and_nothing_else(report: Report) -> None:
    text = render_html(report)
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [
        a["content"] for a in page(report).all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert "url(" not in style and "@import" not in style and "</" not in style


@every_page
def test_the_page_holds_no_script_and_asks_for_nothing(report: Report) -> None:
    found = page(report)
    assert {tag for tag, _ in found.elements} <= KNOWN
    for _, attributes in found.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")
        ]
        assert attributes.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy"
        assert (attributes.get("href") or "#").startswith("#")


# -- for every reader ------------------------------------------------------------------------------


@every_page
def test_the_page_says_its_language_its_title_and_its_letters(report: Report) -> None:
    found, text = page(report), render_html(report)
    assert text.startswith('<!doctype html>\n<html lang="en-GB">')
    assert "charset=" in text[:200]
    assert found.all("html") == [{"lang": "en-GB"}]
    title = f"{html.outcome(report).headline} – loans"
    assert f"<title>{title}</title>" in text.replace("SYNTHETIC – ", "")


@every_page
def test_headings_go_down_one_step_at_a_time_from_one_first(report: Report) -> None:
    levels = [int(tag[1]) for tag, _ in page(report).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@every_page
def test_every_part_has_a_name_and_every_link_a_target(report: Report) -> None:
    found = page(report)
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(found.all("main")) == len(found.all("header")) == len(found.all("footer")) == 1
    assert all(section.get("aria-labelledby") in ids for section in found.all("section"))
    assert all(link["href"] in {f"#{name}" for name in ids} for link in found.all("a"))
    assert found.all("a")[0] == {"class": "skip", "href": "#result"}


@every_page
def test_every_table_has_a_caption_and_heads_that_say_what_they_head(report: Report) -> None:
    found = page(report)
    assert len(found.all("caption")) == len(found.all("table")) == len(found.all("thead"))
    assert {head.get("scope") for head in found.all("th")} <= {"col", "row"}
    boxes = [box for box in found.all("div") if box.get("class") == "scroll"]
    assert len(boxes) == len(found.all("table"))
    assert all(box["tabindex"] == "0" and box["role"] == "region" and box["aria-label"] for box in boxes)


def test_a_severity_is_told_in_words_and_not_by_colour_alone() -> None:
    text = page(REPORT).text
    assert all(
        said in text
        for said in ("Stops the submission", "Must be fixed", "Fix or confirm", "For information")
    )


# -- what it says ----------------------------------------------------------------------------------


def test_the_summary_comes_first_then_the_sheets_then_what_was_not_run() -> None:
    text = page(REPORT).text
    places = [
        "This data needs to be fixed",
        "What to do next",
        "Rows and points of each table",
        "The whole submission",
        "Checks that were not run",
        "Please note",
        "About this report",
        NO_VALUES,
        "sha256:cd",
    ]
    text = text[text.index("Data check") :]
    assert [text.index(place) for place in places] == sorted(text.index(place) for place in places)


@pytest.mark.parametrize(
    "part",
    [
        "Cells C2-C3, C10 and 9 more ",
        "Lines of the file 2-3, 10 and 9 more ",
        "What to do Mend it. Example: 2026-04-30",
        "Why it matters Waiting times are counted.",
        "Rule loans.lent.type",
        "The first 3 of 12 places",
        "loan_id L-1",
        "Rows 5 ",
        "Record member_id M-3",
        "members members.csv 1,234 1,230 3 1 2 in members",
        "loans.total A cell must be put right first. 2",
        "fines Later. all",
        "Checked as of 1 October 2026",
        "Kind of data live",
        "A candidate contract.",
        "One sheet is hidden.",
    ],
)
def test_every_part_of_the_report_stands_on_the_page(part: str) -> None:
    squeezed = re.sub(r"\s+", "", page(REPORT).text)
    assert re.sub(r"\s+", "", part) in squeezed


def options(found: Page) -> list[tuple[str, str]]:
    """The entries of the list of filters: words and class."""
    entries = iter(found.texts)
    told = [next(words for words in entries if words in OPTIONS) for _ in found.all("option")]
    return list(zip(told, (entry.get("class") or "" for entry in found.all("option")), strict=True))


OPTIONS = (
    "Everything: 16 points",
    "All of The whole submission: 1 point", "file.table_extra: 1",
    "All of members: 2 points", "members.age.minimum: 1", "members.age.column_missing: 1",
    "All of loans: 13 points", "loans.lent.type: 12", "loans.back_after_out: 1",
)  # fmt: skip


def test_one_sheet_or_one_rule_can_be_chosen_and_each_entry_says_how_much_it_shows() -> None:
    found = page(REPORT)
    assert options(found) == [(words, f"f{number}" if number else "") for number, words in enumerate(OPTIONS)]
    assert [group["label"] for group in found.all("optgroup")] == ["The whole submission", "members", "loans"]
    assert [part["class"] for part in found.all("section") if "part" in (part.get("class") or "")] == [
        "part f1 f2", "part f3 f4 f5", "part f6 f7 f8",
    ]  # fmt: skip
    assert [group["class"] for group in found.all("article")] == [
        "group block f1 f2", "group error f3 f4", "group info f3 f5", "group error f6 f7",
        "group warning f6 f8",
    ]  # fmt: skip


def test_all_ways_in_which_a_rule_speaks_are_shown_by_one_entry() -> None:
    rule = "loans.lent.code_list"
    report = replace(
        REPORT,
        findings=(finding(rule, 1, message="Ended."), finding(rule, 2, message="Unknown.")),
        rules=(words(rule, message="Ended."), words(rule, 2, message="Unknown.")),
        truncated={},
    )
    found = page(report)
    assert [group["class"] for group in found.all("article")] == ["group error f1 f2"] * 2
    assert f"{rule}: 3" in found.texts


def test_what_is_hidden_is_asked_by_number_on_screens_only_and_for_every_entry() -> None:
    text = render_html(REPORT)
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    rules = style[style.index("@supports") :]
    assert rules.startswith("@supports selector(:has(a)) {\n@media screen {\n.filter { display: block; }\n")
    hidden = re.findall(r"\.page:has\(\.f(\d+):checked\) :is\(\.part, \.group\):not\(\.f(\d+)\)", rules)
    assert hidden == [(str(number), str(number)) for number in range(1, 9)]


def test_where_there_is_nothing_to_choose_there_is_no_list() -> None:
    for report in (PASSED, REFUSED, SCAN):
        assert page(report).all("select") == []
        assert "@supports" not in render_html(report)


def test_one_finding_needs_no_list_and_shows_its_record_at_once() -> None:
    report = replace(REPORT, findings=FINDINGS[5:6], truncated={})
    assert page(report).all("details") == []
    assert "member_id M-3" in page(report).text


def test_a_long_list_is_cut_on_the_page_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LISTED", 5)
    many = tuple(finding("loans.lent.type", row, cell=f"C{row + 1}") for row in range(1, 9))
    found = page(replace(REPORT, findings=many, rules=(words("loans.lent.type", 8),), truncated={}))
    assert "The first 5 of 8 places" in found.text
    assert "C6" in found.texts and "C7" not in found.texts


def test_a_refused_file_says_what_to_do_and_shows_no_table() -> None:
    found = page(REFUSED)
    assert "This file could not be checked" in found.text
    assert "Remove the password." in found.text
    assert found.all("table") == [] and "For information" not in found.text


def test_made_up_data_is_marked_first_and_in_the_title() -> None:
    text = render_html(PAGES["synthetic"])
    assert text.index(SYNTHETIC) < text.index("<h1>")
    assert "<title>SYNTHETIC – " in text
    assert "SYNTHETIC" not in render_html(REPORT)


def test_what_a_scan_found_is_told_with_its_place_in_the_cell() -> None:
    text = page(SCAN).text
    assert "PERSON" in text and "1 to 11" in text
    whole = replace(SCAN, findings=(replace(SCAN.findings[0], start=None, end=None),))
    assert "the whole cell" in page(whole).text


# -- nobody's markup -------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "<a href=https://example.org>",
    "javascript:alert(1)",
    "</main>",
    "<!--",
    "-->",
    "]]>",
    "&lt;b&gt;",
    "&#60;b",
    "\x00<b>",
    "<\u202eb>",
    "\ud83c",
    "a&b",
    "&amp;",
]


def structure(found: Page) -> list[Any]:
    """The elements of a page, with the attributes that no text of a report can reach."""
    return [(tag, sorted(a), a.get("class"), a.get("href"), a.get("id")) for tag, a in found.elements]


@pytest.mark.parametrize("scan", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is_and_changes_nothing(text: str, scan: bool) -> None:
    found = page(all_of(text, scan=scan))
    assert structure(found) == structure(page(all_of("words", scan=scan)))
    assert "".join(plain(text).split()) in "".join(found.text.split())


@given(st.text(st.one_of(st.characters(), st.sampled_from("<>&\"'/=;#-!")), min_size=1, max_size=25))
def test_any_text_in_any_field_never_becomes_markup(text: str) -> None:
    report = replace(all_of(text), as_of="2026-10-01", record_origin="live")
    plain_one = replace(all_of("words"), as_of="2026-10-01", record_origin="live")
    written = render_html(report)
    assert written.encode("utf-8")
    assert structure(page(report)) == structure(page(plain_one))


def test_every_text_is_escaped_once() -> None:
    text = render_html(replace(all_of("Tom & Jerry's <pub>"), record_origin="live"))
    assert "Tom &amp; Jerry&#x27;s &lt;pub&gt;" in text
    assert "&amp;amp;" not in text and "&amp;lt;" not in text and "<pub>" not in text


def test_words_of_a_rule_are_preferred_to_those_of_its_findings() -> None:
    own = RuleText("members.age.minimum", "error", "Ages are too low.", "Look them up.", count=1)
    text = page(replace(REPORT, rules=(own,), truncated={})).text
    assert "Ages are too low." in text and "Look them up." in text

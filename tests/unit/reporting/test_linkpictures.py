"""Each picture of a linkage says all it shows in words too, and adds up."""

from __future__ import annotations

import re
from dataclasses import replace

from cfgovern.evidence.links import Linkage
from cfgovern.reporting import linkpictures
from cfgovern.reporting.linked import linkage_report
from tests.unit.reporting.test_linked import BARE, EXPLAINED, JUDGED, SHOWN

PICTURE = re.compile("<svg.*?</svg>", re.DOTALL)


def pictures(told: Linkage) -> dict[str, str]:
    page = linkage_report(told, "html")
    return {re.findall("<title[^>]*>(.*?)</title>", one)[0]: one for one in PICTURE.findall(page)}


def test_a_page_has_the_pictures_it_has_figures_for() -> None:
    without_truth = {
        "Links from each match weight on",
        "A typical link",
        "A borderline pair",
        "What agreeing and differing are worth",
        "Pairs that each rule brings together",
    }
    assert pictures(BARE).keys() == {"Pairs that each rule brings together"}
    assert pictures(replace(BARE, explained=EXPLAINED)).keys() == without_truth
    judged = {"Precision and recall from each match weight on", "Recall: Sex"}
    assert pictures(SHOWN).keys() == without_truth | judged


def test_every_picture_has_words_and_names_that_are_its_own() -> None:
    shown = pictures(SHOWN)
    assert all("<desc" in one for one in shown.values())
    ids = re.findall(' id="([^"]+)"', linkage_report(SHOWN, "html"))
    assert len(ids) == len(set(ids))


def test_a_waterfall_adds_up() -> None:
    typical = pictures(SHOWN)["A typical link"]
    assert "Any two records: −9.0; Given name: the same: +8.0; Sex: the same: +0.9;" in typical
    assert "Rare or common names, on average: +1.5; in all: +21.4." in typical
    assert "20 of 2 links" in typical and ">a link from here on<" in typical
    borderline = pictures(SHOWN)["A borderline pair"]
    assert "Given name: the same as a part, or another name, of the other: +6.5" in borderline
    assert "Sex: differs: −4.5; in all: −7.0." in borderline and "Rare" not in borderline
    assert "Nothing is said of: National Insurance number." in linkage_report(SHOWN, "html")


def test_the_table_has_every_level() -> None:
    page = linkpictures.weights(SHOWN, EXPLAINED)
    for row in (("Given name", "differs", "−6.2"), ("Sex", "the same", "+0.9"), ("Sex", "differs", "−4.5")):
        first, second, third = row
        assert f'<th scope="row">{first}</th><td>{second}</td><td class="n">{third}</td>' in page


def test_a_group_that_is_too_small_has_no_figure_in_the_picture() -> None:
    shown = pictures(JUDGED)["Recall: Sex"]
    assert "93.8 %" in shown and "too few" in shown


def test_the_chosen_threshold_stands_in_the_picture_and_the_table() -> None:
    assert ">0.99, as chosen<" in pictures(SHOWN)["Links from each match weight on"]
    page = linkage_report(SHOWN, "html")
    assert '<th scope="row">6.6, as chosen</th><td class="n">0.99</td><td class="n">20</td>' in page
    sure = replace(SHOWN, threshold=1.0)
    assert "1, as chosen" in linkage_report(sure, "html")

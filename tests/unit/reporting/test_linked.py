"""What is told of a linkage, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.evidence.links import Alike, Explained, Figures, Level, Link, Linkage, Rule, Side, Step, Worth
from cfgovern.reporting.linked import FORMATS, LinkFormat, crosswalk_csv, linkage_report

BARE = Linkage(
    mode="tokens",
    synthetic=False,
    left=Side("release", 30, {"declined": 2}),
    right=Side("submission", 40),
    threshold=0.99,
    because="A false link is a harm.",
    one_to_one=True,
    compared=("given_name", "sex"),
    not_compared=("nhs_number",),
    budget=100,
    blocking=(
        Rule(("dob",), 12, "used"),
        Rule(("sex",), 600, "over_budget"),
        Rule(("nino",), 0, "not_in_both"),
    ),
    links=(Link("L-77", "R-88", 0.995, 7.6), Link("L-78", "R-89", 0.99, 6.6)),
)
JUDGED = replace(
    BARE,
    figures=Figures(15, 3, 5, 0.8333, 0.75, 0.7895),
    not_looked_for=4,
    by_group={"sex": {"female": Figures(15, 3, 1, 0.8333, 0.9375, 0.8824), "other": 4}},
)
EXPLAINED = Explained(
    before=-9.0,
    worth=(
        Worth(
            "given_name",
            (Level("same", ("given_full",), 8.0), Level("either", ("given_full", "given_first"), 6.5)),
            -6.25,
        ),
        Worth("sex", (Level("same", ("sex",), 0.9),), -4.5),
        Worth("nino", (Level("same", ("nino",), 20.0),), -6.5),
    ),
    typical=Alike((0, 0, 0), 20, 1.5),
    borderline=Alike((1, 1, None), None, None),
    steps=(Step(4.0, 30, 0.8, 0.9), Step(6.6294, 20, 0.8333, 0.75), Step(8.0, 12, 0.9, 0.5)),
)
SHOWN = replace(JUDGED, explained=EXPLAINED)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("told", [BARE, JUDGED, SHOWN])
def test_no_report_names_a_record(form: LinkFormat, told: Linkage) -> None:
    said = linkage_report(told, form)
    assert "L-77" not in said and "R-88" not in said and "0.99" in said


@pytest.mark.parametrize("told", [BARE, JUDGED, SHOWN])
@pytest.mark.parametrize("with_links", [True, False])
def test_json_keeps_to_its_schema(told: Linkage, with_links: bool) -> None:
    said = json.loads(linkage_report(told, "json", with_links=with_links))
    assert check_machine("link", said) == []
    assert said["pairs"] == 2 and ("links" in said) is with_links
    if with_links:
        assert said["links"][0] == {"left": "L-77", "right": "R-88", "probability": 0.995, "weight": 7.6}


def test_json_has_the_figures_and_none_of_a_small_group() -> None:
    said = json.loads(linkage_report(JUDGED, "json"))
    assert (said["precision"], said["recall"], said["f1"]) == (0.8333, 0.75, 0.7895)
    assert said["by_group"]["sex"]["female"]["recall"] == 0.9375
    assert said["by_group"]["sex"]["other"] == {
        "true_pairs": 4, "precision": None, "recall": None, "f1": None, "false_links": None,
    }  # fmt: skip
    assert json.loads(linkage_report(BARE, "json"))["precision"] is None


def test_text_tells_of_false_links_first_and_as_a_harm() -> None:
    said = linkage_report(JUDGED, "text")
    assert "FALSE LINKS, of two people each: 3." in said and "another's history" in said
    assert said.index("FALSE LINKS") < said.index("Precision")
    assert "4 true pairs: too few to judge" in said and "Declined linking: 2" in said
    assert "is not known: no truth was given" in linkage_report(BARE, "text")


def test_the_page_keeps_every_line_in_its_place() -> None:
    page = linkage_report(replace(JUDGED, because="a < b"), "html")
    assert page.startswith("<!doctype html>") and "a &lt; b" in page and "<script" not in page


OWN = replace(
    SHOWN,
    right=None,
    one_to_one=False,
    links=(Link("L-77", "R-88", 0.995, 7.6, 1), Link("L-78", "R-88", 0.99, 6.6, 1)),
)


@pytest.mark.parametrize("form", FORMATS)
def test_duplicates_are_counted_and_whose_they_are_is_not_told(form: LinkFormat) -> None:
    said = linkage_report(OWN, form)
    assert "L-77" not in said and "R-88" not in said
    if form != "json":
        assert "2 pairs of records" in said and "connect records to 1 group." in said
        assert "agreement to linking was asked" in said and "stand in the one that stays" in said
    if form == "html":
        assert "<h1>Possible duplicates</h1>" in said and "it would be 435 pairs" in said


def test_duplicates_keep_to_the_schema_and_name_their_group() -> None:
    said = json.loads(linkage_report(OWN, "json", with_links=True))
    assert check_machine("link", said) == [] and said["right"] is None
    assert [one["group"] for one in said["links"]] == [1, 1]
    lines = crosswalk_csv(OWN).decode().splitlines()
    assert lines[:2] == ["group,record,other_record,probability,weight", "1,L-77,R-88,0.995,7.6"]


def test_the_crosswalk_is_pairs_and_nothing_else() -> None:
    assert crosswalk_csv(BARE) == b"left,right,probability,weight\nL-77,R-88,0.995,7.6\nL-78,R-89,0.99,6.6\n"


def test_the_chosen_threshold_is_told_with_what_its_neighbours_would_change() -> None:
    for form in ("text", "html"):
        said = linkage_report(SHOWN, form)
        assert "a match weight of 6.6: 20 links." in said
        assert "Down to a weight of 4 it would be 10 more, precision lower by 0.0333 and recall" in said
        assert "Up to a weight of 8 it would be 8 fewer, precision higher by 0.0667" in said
    bare = replace(EXPLAINED, steps=(Step(4.0, 30), Step(6.6294, 20)))
    said = linkage_report(replace(BARE, explained=bare), "text")
    assert "it would be 10 more." in said and "precision" not in said


def test_each_report_says_which_rules_were_left_out_and_why() -> None:
    for said in (linkage_report(BARE, "text"), linkage_report(BARE, "html")):
        assert "left out: one file says nothing of it" in said
        assert "left out: with the rules that cost less it would be more than 100 pairs in all" in said
    uses = [one["use"] for one in json.loads(linkage_report(BARE, "json"))["blocking"]]
    assert uses == ["used", "over_budget", "not_in_both"]


def test_who_is_not_decided_is_counted_and_told_what_to_do() -> None:
    assert "NOT DECIDED" not in linkage_report(BARE, "text")
    said = linkage_report(replace(BARE, undecided=3), "text")
    assert "none by far: 3. They are not linked." in said
    assert json.loads(linkage_report(replace(BARE, undecided=3), "json"))["undecided"] == 3


def test_one_sentence_says_who_is_linked_least() -> None:
    unlike = {
        "ethnicity": {
            "White": Figures(15, 1, 1, 0.9, 0.9375, 0.9),
            "Asian": Figures(5, 2, 6, 0.7, 0.4545, 0.6),
            "x": 3,
        }
    }
    told = replace(JUDGED, by_group={**JUDGED.by_group, **unlike})
    said = linkage_report(told, "text")
    assert (
        "LINKED LEAST: Ethnicity, Asian: of 11 people who stand in both 5 were found (0.4545; of everybody "
        "0.7500), and 2 links are false." in said
    )
    assert "LINKED LEAST" in linkage_report(told, "html")
    assert json.loads(linkage_report(told, "json"))["linked_least"] == {"by": "ethnicity", "group": "Asian"}
    for alike in (JUDGED, replace(JUDGED, by_group={})):
        assert "No group that can be judged is linked less often" in linkage_report(alike, "text")
        assert json.loads(linkage_report(alike, "json"))["linked_least"] is None


CODES = replace(JUDGED, mode="clk", threshold=0.83, compared=("clk",), blocking=(Rule((), 1200, "used"),))


def test_of_codes_it_is_said_how_alike_two_are_and_not_how_likely() -> None:
    assert crosswalk_csv(CODES).splitlines()[:2] == [b"left,right,similarity", b"L-77,R-88,0.995"]
    said = json.loads(linkage_report(CODES, "json", with_links=True))
    assert check_machine("link", said) == []
    assert said["links"][0] == {"left": "L-77", "right": "R-88", "similarity": 0.995}
    text = linkage_report(CODES, "text")
    assert "at least 0.83 alike" in text and "EXPERIMENTAL" in text and "likely to be" not in text
    assert "nothing: every pair  1,200 pairs" in text and "nothing: every pair" in linkage_report(
        CODES, "html"
    )

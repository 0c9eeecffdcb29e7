"""The catalogue of risks: the shipped one keeps to its own rules, and each way to break one is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.riskcatalogue import load_risks


def test_every_risk_that_was_asked_for_is_there_and_says_what_it_must() -> None:
    catalogue = load_risks()
    assert list(catalogue.risks) == [f"R{number:02d}" for number in range(1, 41)]
    told = " ".join(rule.title for rule in catalogue.risks.values())
    for words in (
        "abuser finds",
        "label sticks",
        "police or benefit",
        "from the country",
        "dies",
        "young person",
    ):
        assert words in told
    for rule in catalogue.risks.values():
        assert rule.harm.endswith(".") and rule.because.endswith(".") and rule.measures and rule.source
        assert all(one.because[0].islower() and one.because[-1] != "." for one in rule.evidence + rule.worse)


def test_no_person_is_called_by_a_label() -> None:
    text = content.file("dpia_templates", "risks.yaml").read_text(encoding="utf-8").lower()
    for word in ("victim", "addict ", "homeless people", "the homeless", "offender", "consent"):
        assert word not in text.replace("consent_for_linkage", "")


def test_bands_and_the_ends_of_both_scales() -> None:
    catalogue = load_risks()
    bands = {catalogue.score(one, other).band for one in range(1, 5) for other in range(1, 5)}
    assert bands == {"low", "medium", "high", "very_high"}
    assert catalogue.score(0, 9) == catalogue.score(1, 4)
    assert (catalogue.score(2, 4).band, catalogue.score(1, 4).band, catalogue.score(1, 3).band) == (
        "high",
        "medium",
        "low",
    )
    assert catalogue.ask_from == 8


@pytest.mark.parametrize(
    ("before", "after", "code", "at", "said"),
    [
        ("when: n_quasi_ids >= 3", "when: n_quasy_ids >= 3", "expression.name", ("when",), "n_quasi_ids"),
        ("{when: n_people < 500", "{when: n_people", "expression.kind", ("worse", 0, "when"), "a number"),
        (
            "measure: k_anonymity_min",
            "measure: k_anonymity",
            "risks.evidence",
            ("evidence", 0),
            "mean",
        ),
        ("at_least: 5, ", "", "risks.evidence", ("evidence", 0), "at_least"),
        ("at_least: 5, ", "at_least: 5, at_most: 9, ", "risks.evidence", ("evidence", 0), "at_least"),
        ("5, likelihood: -1", "5, likelihood: 0", "risks.evidence", ("evidence", 0), "nothing"),
        ("500, likelihood: 1", "500, likelihood: 0", "risks.nothing", ("worse", 0), "nothing"),
        (
            "measure: k_anonymity_min, at_least: 5",
            "measure: small_count_suppression_run",
            "risks.evidence",
            ("evidence", 0),
            "totals never lowers",
        ),
        (
            "measure: k_anonymity_min, at_least: 5",
            "measure: free_text_dropped, at_most: 1",
            "risks.evidence",
            ("evidence", 0),
            "neither",
        ),
        ("5, likelihood: -1", "5, likelihood: 1", "entry.max", ("evidence", 0, "likelihood"), "0 or less"),
        ("level: records", "level: record", "entry.allowed", ("level",), "records"),
    ],
)
def test_a_faulty_risk_is_told_with_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: str,
    after: str,
    code: str,
    at: tuple[str | int, ...],
    said: str,
) -> None:
    own_pack(tmp_path, monkeypatch, before, after)
    with pytest.raises(OperatorFileError) as caught:
        load_risks()
    [fault] = caught.value.faults
    assert (fault.code, fault.at) == (code, ("risks", 0, *at))
    assert said in fault.message + fault.fix and fault.line > 20


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("id: R02", "id: R01", "risks.twice"),
        ("from: 12}", "from: 8}", "risks.bands"),
        ("from: 1}", "from: 2}", "risks.bands"),
        ("ask_regulator_from: high", "ask_regulator_from: hihg", "risks.band"),
    ],
)
def test_a_faulty_head_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, code: str
) -> None:
    own_pack(tmp_path, monkeypatch, before, after)
    with pytest.raises(OperatorFileError) as caught:
        load_risks()
    assert [fault.code for fault in caught.value.faults] == [code]


def test_one_measure_lowers_a_risk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "      - {measure: k_anonymity_min, at_least: 5, likelihood: -1, because: nobody stands in a group"
    own_pack(tmp_path, monkeypatch, line, f"{line} of few}}\n{line}")
    with pytest.raises(OperatorFileError) as caught:
        load_risks()
    assert [(fault.code, fault.at) for fault in caught.value.faults] == [
        ("risks.evidence", ("risks", 0, "evidence", 1))
    ]


def own_pack(folder: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    """A pack whose catalogue has the first ``before`` written as ``after``."""
    shutil.copytree(content.folder("dpia_templates"), folder / "dpia_templates")
    own = folder / "dpia_templates" / "risks.yaml"
    text = own.read_text(encoding="utf-8")
    assert before in text
    own.write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(content, "_pack", folder)


def test_the_page_tells_of_every_measure() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "risks-to-people.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    words = load_risks().words.measures
    assert rows == [
        f"| `{name}` | {' or '.join(kind.replace('_', ' ') for kind in word.record)} | {word.means} |"
        for name, word in words.items()
        if word.record != ("indicators",)  # which no command writes yet
    ]

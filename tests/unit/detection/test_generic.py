"""The recognisers of Presidio and a model look when asked, and Presidio is loaded for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cfgovern.detection import generic
from cfgovern.errors import UsageError

UNASKED = """
import sys
from cfgovern.detection import pack
from cfgovern.journeys import scanpeople, scanworker
scanworker.prepare()
search = scanpeople.search_for(scanpeople.Known({}), {"without": [], "generic": False, "model": None})
assert search.text("rang his mum Denise on 07700 900123")
print(sorted(name for name in sys.modules if name.split(".")[0] in ("presidio_analyzer", "spacy", "torch")))
"""


def test_presidio_is_not_loaded_unless_its_layers_run() -> None:
    done = subprocess.run([sys.executable, "-c", UNASKED], capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_a_right_check_digit_is_enough_and_the_rest_is_for_a_person() -> None:
    found = generic.generic()("card 4111 1111 1111 1111")  # a number that card schemes publish for tests
    assert [(one.entity, one.layer, one.severity) for one in found] == [("CREDIT_CARD", "generic", "block")]


def test_of_a_model_only_people_count_and_somebody_has_to_look(tmp_path: Path) -> None:
    import spacy

    pipeline = spacy.blank("en")
    labels = {"PERSON": "zib", "ORG": "zob"}
    known = [{"label": label, "pattern": [{"LOWER": word}]} for label, word in labels.items()]
    pipeline.add_pipe("entity_ruler").add_patterns(known)
    pipeline.to_disk(tmp_path / "model")
    found = generic.model(str(tmp_path / "model"))("zib met zob")
    assert [(one.entity, one.start, one.end, one.severity, one.because) for one in found] == [
        ("PERSON", 0, 3, "warning", "model")
    ]


def test_a_model_that_is_not_there_is_told_and_not_fetched() -> None:
    with pytest.raises(UsageError, match="not on this computer"):
        generic.model("en_core_web_lg")

"""How well the search does on the labelled sets: sentences as they are written, filled from a seed."""

from __future__ import annotations

from functools import cache

import pytest

from cfgovern.detection import pack
from cfgovern.detection.looking import Search
from cfgovern.detection.names import Names
from cfgovern.detection.roles import Role
from tests.labelled.fill import ENTITIES, hostile_entities
from tests.labelled.scoring import BARS, Found, score, score_hostile


@cache
def _search() -> Search:
    return Search(pack.search, others={"names": Names().search})


def found(text: str, heading: str | None) -> list[Found]:
    """What the pack and the names find, as in a file without a contract."""
    role = Role(pack.meant_by(heading) if heading else None)
    return [(one.start, one.end, one.entity, one.severity) for one in _search().text(text, role)]


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("entity", ENTITIES)
def test_the_set_of_an_entity_comes_up_to_its_bar(entity: str, seed: int) -> None:
    told = score(entity, found, seed)
    bar = BARS[entity]
    assert told.recall["all"] >= bar.recall, str(told)
    assert len(told.false_alarms) <= bar.false_alarms, str(told)


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("entity", hostile_entities())
def test_no_form_that_hides_an_identifier_is_passed_over(entity: str, seed: int) -> None:
    told = score_hostile(entity, found, seed)
    assert told.cases and not told.passed_over

"""Whatever the number, an identifier that is made up belongs to nobody."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.frame import codes
from cfgovern.cohort.identity import IdentityShares, identity
from cfgovern.cohort.names import load_names
from cfgovern.identifiers import FORMS, classify

EDGES = [1, 909_090, 909_091, 909_092, 10**6, 10**6 + 1, 10**7, 10**8]


@given(
    st.lists(st.integers(1, 10**8), min_size=1, max_size=80, unique=True),
    st.integers(0, 2**31),
    st.booleans(),
    st.floats(0, 1),
)
@example(EDGES, 1, True, 0.5)
@example(EDGES, 1, False, 0.0)
def test_every_identifier_cell_is_unreal_or_stands_for_none(
    numbers: list[int], seed: int, marked: bool, share: float
) -> None:
    who, draw, groups = np.array(numbers, dtype=np.int64), Draw(seed), tuple(load_names().groups)[1:]
    made = identity(
        Draw(seed),
        who,
        ethnic=codes(draw.stream("ethnic").below(len(groups) + 1, who) - 1, groups),
        sex=codes(draw.stream("sex").below(3, who) - 1, ("female", "male")),
        born=draw.stream("born").below(40_000, who),
        area=draw.stream("area").below(50, who),
        towns=[f"Town {number}" for number in range(50)],
        shares=IdentityShares(no_fixed_abode=share, without_nino=share, without_phone=share),
        protected=draw.stream("protected").chance(share, who),
        also=tuple(FORMS),
        marked=marked,
    )
    for identifier in FORMS:
        for cell in made[identifier].text():
            assert cell == "" or classify(identifier, cell) in ("unreal", "pseudo"), identifier

"""A plan about nobody, for tests of what is told of it."""

from __future__ import annotations

from cfgovern.evidence.linkplan import LinkPlan, SharedSet
from cfgovern.evidence.links import Figures, Side

PARTS = ("names", "date_of_birth", "sex", "nino")


def figures(found: int, false: int, missed: int) -> Figures:
    """Figures as a run rounds them."""
    shares = (found / (found + false), found / (found + missed), 2 * found / (2 * found + false + missed))
    return Figures(found, false, missed, *(round(one, 4) for one in shares))


def shared(mode: str, parts: tuple[str, ...], missed: int, of_group: int) -> SharedSet:
    """A set in which so many of 1,000 are missed, so many of them of the 100 without a NINO."""
    groups: dict[str, dict[str, Figures | int]] = {
        "nino": {
            "missing": figures(100 - of_group, 1, of_group),
            "there": figures(900 - missed + of_group, 4, missed - of_group),
        },
        "ethnicity": {"Other": 3},
    }
    return SharedSet(mode, parts, figures(1000 - missed, 5, missed), groups)


ALL, NO_SEX, NO_NINO, NEEDED = PARTS, ("names", "date_of_birth", "nino"), PARTS[:3], PARTS[:2]
PLAN = LinkPlan(
    contract={"id": "urn:x", "version": "1.0.0", "digest": "sha256:" + "0" * 64},
    domain="national-linkage",
    participants=3_000,
    seed=7,
    as_of="2026-10-01",
    threshold=0.99,
    parts=PARTS,
    needed=NEEDED,
    unused=("middle_names",),
    left=Side("submission", 1_700, {"declined": 12}),
    right=Side("submission", 1_600),
    true_pairs=1_000,
    sets=(
        shared("clear", ALL, 10, 2),
        shared("clear", NO_SEX, 11, 2),
        shared("clear", NO_NINO, 18, 8),
        shared("clear", NEEDED, 19, 16),
        shared("tokens", ALL, 12, 3),
        shared("tokens", NO_SEX, 14, 5),
        shared("tokens", NO_NINO, 30, 9),
        shared("tokens", NEEDED, 120, 50),
    ),
)
"""In the clear names and birth date are enough for everybody together, but not for those without a NINO."""

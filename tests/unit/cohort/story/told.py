"""A cohort told once, for all the tests of the story, and its columns as arrays to count with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cfgovern.cohort import story
from cfgovern.cohort.draw import Ints
from cfgovern.cohort.frame import EMPTY, EPOCH, Frame
from cfgovern.cohort.profile import Profile, load_profile
from cfgovern.cohort.story.course import Course, course
from cfgovern.cohort.story.people import People
from cfgovern.content import folder

__all__ = ["AS_OF", "DAY", "FAR", "Told", "profile", "tell"]

AS_OF = date(2026, 10, 1)
DAY = (AS_OF - EPOCH).days
FAR = 10**6
Texts = NDArray[np.str_]


@cache
def profile() -> Profile:
    return load_profile(Path(str(folder("synthetic"))) / "changing-futures.yaml")


@dataclass(frozen=True)
class Told:
    """What was told of a cohort. Arrays of a table have one place a row, those of people one a person."""

    world: story.World
    who: People
    went: Course
    frames: Mapping[str, Frame]

    def text(self, table: str, concept: str) -> Texts:
        """The cells as they are written."""
        return np.array(self.frames[table].columns[concept].text(), dtype=np.str_)

    def values(self, table: str, concept: str) -> Ints:
        """The numbers behind the cells; below nought where there is no answer."""
        return self.frames[table].columns[concept].values

    def person(self, table: str) -> Ints:
        """Whose each row is."""
        return self.frames[table].person

    def of(self, table: str, by_person: Ints) -> Ints:
        """What each row's person has."""
        return by_person[self.person(table)]

    def days(self) -> dict[tuple[str, str], Ints]:
        """Every column of days there is, without its empty cells."""
        return {
            (table, concept): cells.values[cells.values > EMPTY]
            for table, frame in self.frames.items()
            for concept, cells in frame.columns.items()
            if cells.kind == "day"
        }


@cache
def tell(
    seed: int = 1, people: int = 4700, areas: int = 18, as_of: date = AS_OF, until: date = AS_OF
) -> Told:
    """A cohort. Asked for again, it is the same one."""
    names = {f"A{number:02}": f"Town {number}" for number in range(1, areas + 1)}
    world = story.make_world(profile(), people=people, areas=names, seed=seed, as_of=as_of, until=until)
    who, frames = story.tell(world, np.arange(1, people + 1))
    return Told(world, who, course(world, who), frames)

"""A key shows itself in no way in which Python shows things."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from cfgovern.keys.locks import OwnPairs, Passphrase
from cfgovern.keys.opened import Keys
from cfgovern.keys.pair import Pair
from cfgovern.keys.reviewkey import ReviewKey
from cfgovern.keys.root import Root
from cfgovern.keys.secret import Secret, Unshown
from tests.unit.keys.held import FACTS, PAIR, ROOT, WORDS, shows

EVERY: list[Unshown] = [
    Secret(ROOT),
    Root("area", 1, ROOT),
    Pair(PAIR),
    ReviewKey(ROOT),
    Passphrase(WORDS),
    OwnPairs((Pair(PAIR),)),
    Keys(FACTS, {("area", 1): Root("area", 1, ROOT), ("pair", 1): Pair(PAIR)}, "keys.json"),
]


@dataclass
class Holder:
    key: Any


@pytest.mark.parametrize("key", EVERY, ids=lambda key: type(key).__name__)
class TestEvery:
    def test_text(self, key: Unshown) -> None:
        told = [repr(key), str(key), f"{key}", f"{key!r:>80}", f"{key:x}", "%s" % key, ascii([key])]  # noqa: UP031
        assert not shows("\n".join([*told, repr(Holder(key)), repr({"key": key})]))

    def test_pickle_and_copy(self, key: Unshown) -> None:
        for handed_on in (
            *(lambda p=p: pickle.dumps(key, p) for p in range(pickle.HIGHEST_PROTOCOL + 1)),
            lambda: copy.copy(key),
            lambda: copy.deepcopy([key]),
            lambda: asdict(Holder(key)),
        ):
            with pytest.raises(TypeError, match="not handed on"):
                handed_on()

    def test_variables(self, key: Unshown) -> None:
        assert not hasattr(key, "__dict__")
        with pytest.raises(TypeError):
            vars(key)
        with pytest.raises(TypeError):
            json.dumps(key)
        with pytest.raises(TypeError):
            bytes(key)  # type: ignore[call-overload]

    def test_a_traceback_with_the_variables_of_every_frame(self, key: Unshown) -> None:
        def fails(_handed_in: Unshown) -> None:
            raise RuntimeError(key)

        with pytest.raises(RuntimeError) as caught:
            fails(key)
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        text = "".join(told.format())
        assert type(key).__name__ in text and not shows(text)

    def test_a_log(self, key: Unshown, caplog: pytest.LogCaptureFixture) -> None:
        logging.getLogger("cfgovern.test").warning("opened %s of %r", key, [key], extra={"key": key})
        assert type(key).__name__ in caplog.text and not shows(caplog.text)


def test_what_is_searched_for_would_be_found() -> None:
    assert all(map(shows, (repr(ROOT), ROOT.hex(), f"…{WORDS}…", str(list(ROOT)), repr(PAIR))))

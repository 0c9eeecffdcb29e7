"""What every key is: bytes that show themselves to nobody.

A key is a value of its own class and never bare bytes in a variable, so that what prints the variables of
a failed run prints no key.
"""

from __future__ import annotations

from typing import NoReturn

__all__ = ["Secret", "Unshown"]


class Unshown:
    """Shows nothing of what it holds, and is not pickled or copied."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("A key is not handed on.")


class Secret(Unshown):
    """Bytes that are told to those who call :meth:`reveal`, and to nobody else."""

    __slots__ = ("_held",)

    def __init__(self, held: bytes) -> None:
        self._held = held

    def reveal(self) -> bytes:
        """The bytes. Put them into a call and never into a variable."""
        return self._held

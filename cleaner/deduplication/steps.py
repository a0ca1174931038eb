"""Where the heavy steps of the search for copies are done: here, or on a cluster.

Tabulating texts, sorting shingles by range of hash and comparing pairs take most of the time, and
each is the same function of many pieces that know nothing of each other. An engine carries the
pieces; what comes of them is the same wherever they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


AHEAD = 16
"""How many times as much is given out at once where many hands do it."""


class Over(Protocol):
    """Applies a step to every piece; results come in the order of the pieces."""

    def __call__(
        self, step: Callable[[Any, ItemT], ResultT], shared: Any, pieces: Iterable[ItemT]
    ) -> Iterator[ResultT]:
        """Yield ``step(shared, piece)`` for every piece; ``step`` is a function of a module."""


def here(
    step: Callable[[Any, ItemT], ResultT], shared: Any, pieces: Iterable[ItemT]
) -> Iterator[ResultT]:
    """One piece after the other in this process."""
    for piece in pieces:
        yield step(shared, piece)

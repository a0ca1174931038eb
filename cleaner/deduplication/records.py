"""Many small values, packed, in memory or on disk."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload

from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.spool import MEMORY, Room, Spool
from cleaner.model import Cluster, Member

ValueT = TypeVar("ValueT")
_CHUNK = 1 << 12


class Records(Sequence[ValueT], Generic[ValueT]):
    """Values that were appended, by number; each is made anew when it is asked for.

    Methods raise WriteError when the disk does not do it.
    """

    def __init__(self, room: Room = MEMORY) -> None:
        self._spool = Spool(room)
        self._starts = array("q", [0])

    def pack(self, value: ValueT) -> Any:
        """The value as what ``marshal`` writes."""
        return value

    def unpack(self, packed: Any) -> ValueT:
        """The value again."""
        value: ValueT = packed
        return value

    def append(self, value: ValueT) -> None:
        """Add a value."""
        self._spool.append(marshal.dumps(self.pack(value)))
        self._starts.append(len(self._spool))

    def truncate(self, count: int) -> None:
        """Forget all values from number ``count`` on."""
        end = self._starts[-1]
        del self._starts[count + 1 :]
        if self._starts[-1] != end:
            # What was written for them stays behind the last value: ``marshal`` does not read it.
            self._starts[-1] = end

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> ValueT: ...
    @overload
    def __getitem__(self, number: slice) -> list[ValueT]: ...
    def __getitem__(self, number: int | slice) -> ValueT | list[ValueT]:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        data = self._spool.read(self._starts[number], self._starts[number + 1])
        return self.unpack(marshal.loads(data))

    def __iter__(self) -> Iterator[ValueT]:
        for first in range(0, len(self), _CHUNK):
            starts = self._starts[first : first + _CHUNK + 1]
            data = memoryview(self._spool.read(starts[0], starts[-1]))
            for at in range(len(starts) - 1):
                span = data[starts[at] - starts[0] : starts[at + 1] - starts[0]]
                yield self.unpack(marshal.loads(span))


class Snippets(Records[Snippet]):
    """Snippets that were read."""

    def pack(self, value: Snippet) -> Any:
        """See ``Records``."""
        return (*value[:-1], None if value.time is None else value.time.isoformat())

    def unpack(self, packed: Any) -> Snippet:
        """See ``Records``."""
        *texts, time = packed
        return Snippet._make([*texts, None if time is None else _time(time)])


class Clusters(Records[Cluster]):
    """Clusters that were found."""

    def pack(self, value: Cluster) -> Any:
        """See ``Records``."""
        fields = [getattr(value, name) for name in Cluster.__slots__]
        members = fields[_MEMBERS]
        fields[_MEMBERS] = [(m.index, m.id, m.score, m.why) for m in members]
        return fields

    def unpack(self, packed: Any) -> Cluster:
        """See ``Records``."""
        packed[_MEMBERS] = tuple(Member(*fields) for fields in packed[_MEMBERS])
        return Cluster(*packed)


_MEMBERS = Cluster.__slots__.index("members")


@lru_cache(maxsize=1 << 12)
def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""A table of contents: lines that stand once more below it, in the same order, as headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container

from cleaner.fold import bare, fold_all
from cleaner.segment import Page
from cleaner.sentences import ends_sentence

_ENTRY_CHARS = 60
_NEAR = 4
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*[.):]?(?:\s+|$)")


class Entries:
    """The lines of a page as a table of contents has them: no number, and whatever case."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._keys = [
            _NUMBERED.sub("", key) if key[:1].isdigit() else key
            for key in map(bare, fold_all(page.lines))
        ]
        self._places: dict[str, list[int]] = {}
        for i, key in enumerate(self._keys):
            self._places.setdefault(key, []).append(i)

    def below(self, head: int, room: int, buttons: Container[str]) -> tuple[int, int]:
        """Where the contents that line ``head`` opens end, and how many entries they have.

        At most ``room`` entries. One in between may stand further down in other words, and before
        them the button that opens the list.
        """
        page, keys = self._page, self._keys
        taken: list[int] = []
        below: list[int] = []
        missed = head
        for i in range(head + 1, min(head + 1 + 2 * room, len(page.lines))):
            key = keys[i]
            if not key:
                continue  # blank, or the number of the next entry
            if len(taken) >= room or i in page.prose_lines or i in below:
                break
            again = self._after(key, max([i, *below[-1:]]))
            if again >= 0:
                taken.append(i)
                below.append(again)
            elif taken and missed < taken[-1] and _is_entry(page, i):
                missed = i
            elif taken or page.lines[i].strip() not in buttons:
                break
        while taken and below[0] <= taken[-1]:
            # What seemed to be an entry is the first heading already, or the list has a line twice.
            taken.pop()
        end = taken[-1] + 1 if taken else head + 1
        behind = next(filter(None, keys[end : end + _NEAR]), "")
        if taken and behind.split(" ")[0] == keys[taken[-1]].split(" ")[0]:
            return head + 1, 0  # "Chapter 5" is an entry, too, but nothing further down
        return end, len(taken)

    def _after(self, key: str, number: int) -> int:
        """The first line behind line ``number`` that has a key; -1 if there is none."""
        places = self._places[key]
        at = bisect_right(places, number)
        return places[at] if at < len(places) else -1


def _is_entry(page: Page, number: int) -> bool:
    """Whether a line may be an entry of a table of contents, and no sentence."""
    line = page.lines[number].strip()
    return len(line) <= _ENTRY_CHARS and not (line[:1].islower() or ends_sentence(line))

"""Documents that are copies of each other count once.

What two documents share of the lines that not every page has tells a copy from a page of the same
template: pages of a template share the common lines, copies share the others, too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.measures import Pages
from cleaner.learn.sheets import PROSE, WORDLESS

SHARED = 0.7
"""Share of the lines of its own that a copy has in common with an earlier document."""
ALIKE = 0.8
"""The same of all lines, for documents of which little is running text, such as products."""
SAME = 0.95
"""The same for documents without running text, which are one template's all the more."""
PROSE_LINES = 2
PROSE_SHARE = 1 / 3
"""Share of the lines of its own that make running text tell what a document is about."""
SAMPLE = 16
"""Lines of a document that are compared."""
COMMON = 0.6
FEW = 8
OWN_CHARS = 25
"""Shorter lines say little of what a document is about."""
SOME = 5
"""Fewer lines than these do not make the longer of two documents a copy of the shorter."""
POSTINGS = 20
"""Lines that this many different documents have are nobody's own."""


def originals(pages: Pages) -> NDArray[np.bool_]:
    """Which documents are no copies of an earlier one; documents are to be in a fixed order."""
    n = pages.count
    page = pages.numbers()
    _, ids = np.unique(pages.keys, return_inverse=True)
    pairs = np.unique(ids * n + page)
    documents = np.bincount(pairs // n)
    own = documents[ids] < max(COMMON * n, min(n, FEW))
    telling = own & (pages.sizes >= OWN_CHARS) & ((pages.flags & WORDLESS) == 0)
    running = (pages.flags & PROSE) != 0
    kept = np.ones(n, bool)
    holders: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    bare = False
    for number in range(n):
        span = slice(pages.starts[number], pages.starts[number + 1])
        prose = set(ids[span][telling[span] & running[span]].tolist())
        lines = set(ids[span][telling[span]].tolist())
        is_text = len(prose) >= max(PROSE_LINES, PROSE_SHARE * len(lines))
        share = SHARED if is_text else ALIKE if len(prose) >= PROSE_LINES else SAME
        # The smallest digests are the same sample of the same lines, whatever the document.
        lines = set(sorted(prose if is_text else lines)[:SAMPLE])
        if not lines:
            # Nothing of its own: the first such page stands for all.
            short = own[span].any()
            kept[number] = short or not bare
            bare = bare or not short
            continue
        if _is_copy(lines, holders, sizes, share):
            kept[number] = False
            continue
        sizes[number] = len(lines)
        for line in lines:
            known = holders.setdefault(line, [])
            if len(known) < POSTINGS:
                known.append(number)
    return kept


def _is_copy(
    lines: set[int], holders: dict[int, list[int]], sizes: dict[int, int], share: float
) -> bool:
    found: dict[int, int] = {}
    for line in lines:
        known = holders.get(line, ())
        if len(known) < POSTINGS:
            for number in known:
                found[number] = found.get(number, 0) + 1
    return any(
        shared >= share * len(lines)
        or (sizes[number] >= SOME and shared >= share * min(sizes[number], len(lines)))
        for number, shared in found.items()
    )

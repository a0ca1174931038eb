"""Line breaks inside sentences, as the gold texts have them: which are mended, and which wrongly.

    python benchmarks/joins.py PAGES.jsonl.gz...

Every two lines of a naive text are judged whose last and first words stand in the gold text, side
by side in one line (*joined*: a link or an element stood there) or at the end of one line and the
beginning of the next (*apart*). *Mended*: breaks that `core/broken-sentence` makes a space or
nothing; those whose words are not in the gold text tell nothing.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from quality import pages

from cleaner import Cleaner

RULE = "core/broken-sentence"
CHARS = 16
"""Code points of each line that have to stand in the gold text."""


def verdict(left: str, right: str, gold: str) -> str:
    """What the gold text says of two lines: ``joined``, ``apart``, or nothing."""
    end, start = re.escape(left.strip()[-CHARS:]), re.escape(right.strip()[:CHARS])
    if re.search(rf"{end}[ \xa0]?{start}", gold):
        return "joined"
    return "apart" if re.search(rf"{end}\s+{start}", gold) else ""


def count(page: dict[str, Any], tool: Cleaner) -> Counter[tuple[str, bool]]:
    """Breaks of a page by what the gold text says of them, and whether they are mended."""
    text, gold = page["text"], page["gold"]
    edits = [edit for edit in tool.clean(text).edits if edit.rule == RULE]
    mended = {edit.start + edit.removed.find("\n") for edit in edits}
    found: Counter[tuple[str, bool]] = Counter()
    ends = accumulate(len(line) + 1 for line in text.split("\n"))
    lines = [(line, end - 1) for line, end in zip(text.split("\n"), ends, strict=True)]
    for (left, end), (right, _) in pairwise([one for one in lines if one[0].strip()]):
        said = verdict(left, right, gold)
        if said or end in mended:
            found[said, end in mended] += 1
    return found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    tool, found = Cleaner(), Counter[tuple[str, str, bool]]()
    for path in parser.parse_args().pages:
        for page in pages(path, articles=False):
            kind = page.get("page_type") or path.name.partition(".")[0]
            for (said, is_mended), times in count(page, tool).items():
                found[kind, said, is_mended] += times
    print(
        "| pages | joined in the gold text | of these mended | mended though apart | tell nothing |"
    )
    print("| --- | --: | --: | --: | --: |")
    for kind in sorted({kind for kind, _, _ in found}):
        right, missed = found[kind, "joined", True], found[kind, "joined", False]
        wrong, unknown = found[kind, "apart", True], found[kind, "", True]
        share = f"{right:,} ({right / max(1, right + missed):.1%})"
        print(f"| {kind} | {right + missed:,} | {share} | {wrong:,} | {unknown:,} |")


if __name__ == "__main__":
    main()

"""Clean text that must come through unchanged: `python benchmarks/untouched.py FOLDER...`.

FOLDERs hold text that nobody scraped, such as the documentation of a Debian system and of Python
packages (/usr/share .venv/lib): manuals, licences, change logs, lists, tables; most of it wrapped
by hand. Read are ``.txt``, ``.md`` and ``.rst`` and files that are named like documents; copies
count once. Printed: how many files were changed, and by which rules.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner import Cleaner
from cleaner.model import LEVELS

SUFFIXES = (".txt", ".md", ".rst")
NAMES = ("METADATA", "LICENSE", "README", "copyright")
LEAST, MOST = 300, 400_000


def texts(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    """The documents below the folders, each text once."""
    seen = set()
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in sorted(names):
                path = Path(parent, name)
                if not name.lower().endswith(SUFFIXES) and name not in NAMES:
                    continue
                try:
                    text = path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    continue
                if LEAST < len(text) < MOST and hash(text) not in seen:
                    seen.add(hash(text))
                    yield path, text


def main() -> None:
    """Clean all and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--level", choices=LEVELS, default="contextual")
    parser.add_argument("--show", type=int, default=0, help="changed files to name")
    given = parser.parse_args()
    tool = Cleaner(level=given.level)
    files = changed = size = 0
    edits: Counter[str] = Counter()
    touched: Counter[str] = Counter()
    for path, text in texts(given.folders):
        files += 1
        size += len(text.encode())
        found = Counter(edit.rule for edit in tool.clean(text).edits)
        edits += found
        touched.update(found.keys())
        if found:
            changed += 1
            if changed <= given.show:
                print(path, dict(found))
    share = changed / max(1, files)
    print(f"{files:,} files, {size / 1e6:.1f} MB; changed {changed:,} ({share:.2%})")
    print(f"{'rule':32} {'edits':>7} {'files':>6}")
    for rule, count in edits.most_common():
        print(f"{rule:32} {count:7,} {touched[rule]:6,}")


if __name__ == "__main__":
    main()

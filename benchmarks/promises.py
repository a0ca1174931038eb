"""The promises on real pages: the way back is exact, and cleaning twice changes nothing.

    python benchmarks/promises.py PAGES.jsonl.gz... [--fields text,gold] [--one-line]

``--one-line`` makes all white space of a text a space before.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

from cleaner import Cleaner, restore
from cleaner.model import LEVELS


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--fields", default="text,gold")
    parser.add_argument("--one-line", action="store_true")
    args = parser.parse_args()
    for level in LEVELS:
        tool = Cleaner(level=level)
        texts = lost = unstable = 0
        for path in args.pages:
            opener: Any = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    page = json.loads(line)
                    for text in (page.get(field) or "" for field in args.fields.split(",")):
                        if args.one_line:
                            text = " ".join(text.split())
                        result = tool.clean(text)
                        texts += 1
                        lost += restore(result.text, result.edits) != text
                        again = tool.clean(result.text).text != result.text
                        unstable += again
                        if again:
                            print("unstable:", page.get("id"))
        print(f"{level}: {texts} texts, {lost} not restored, {unstable} changed the second time")


if __name__ == "__main__":
    main()

"""Quality on labelled pages: what cleaning removed, and what it should not have.

    python benchmarks/quality.py PAGES.jsonl.gz... [--field text] [--level contextual]
                                 [--articles] [--ignore core/page-shape] [--rules 30] [--json]

A page is a JSON object with ``gold`` (the main text as people marked it), the input ``field`` and,
for ``--articles``, ``page_type``. Printed for each file: F1 of 4-token shingles before and after
(bags, averaged over pages), the share of main shingles *lost* (mean over pages), and the share of
the shingles outside the main text that was *removed* (pooled, and mean over pages). ``--rules``
adds, for each rule, the main and the other tokens it took.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner import Cleaned, Cleaner

SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
TOKEN = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    """Bag of ``n``-token shingles; letters of scripts without spaces are tokens."""
    tokens = TOKEN.findall(text)
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1)))


def pages(path: Path, articles: bool) -> Iterator[dict[str, Any]]:
    """Records of a JSONL file that have a gold text."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            if page.get("gold", "").strip() and (
                not articles or page.get("page_type", "article") == "article"
            ):
                yield page


class Score:
    """Sums over the pages of one file."""

    def __init__(self) -> None:
        self.lost: list[float] = []
        self.removed: list[float] = []
        self.before: list[tuple[float, float]] = []
        self.after: list[tuple[float, float]] = []
        self.other = self.other_gone = 0
        self.rules: dict[str, list[int]] = {}
        self.worst: list[tuple[float, str]] = []

    def add(self, page: dict[str, Any], text: str, result: Cleaned) -> None:
        """Count one page."""
        gold, had, has = shingles(page["gold"]), shingles(text), shingles(result.text)
        main = gold & had
        lost = 1 - sum((main & has).values()) / sum(main.values()) if main else 0.0
        self.lost.append(lost)
        self.worst.append((lost, str(page["id"])))
        other, left = had - gold, has - gold
        if other:
            gone = sum(other.values()) - sum((other & left).values())
            self.removed.append(gone / sum(other.values()))
            self.other += sum(other.values())
            self.other_gone += gone
        for bag, into in ((had, self.before), (has, self.after)):
            hit = sum((gold & bag).values())
            into.append((hit / (sum(bag.values()) or 1), hit / sum(gold.values())))
        for edit in result.edits:
            counts = self.rules.setdefault(edit.rule, [0, 0, 0])
            bag = shingles(edit.removed)
            inside = sum((bag & gold).values())
            counts[0] += 1
            counts[1] += inside
            counts[2] += sum(bag.values()) - inside

    def figures(self) -> dict[str, float | int]:
        """The figures of the file."""
        return {
            "pages": len(self.lost),
            "f1_before": f1(self.before),
            "f1_after": f1(self.after),
            "lost": statistics.mean(self.lost),
            "removed_pooled": self.other_gone / (self.other or 1),
            "removed_mean": statistics.mean(self.removed or [0.0]),
        }


def f1(rows: list[tuple[float, float]]) -> float:
    """F1 of mean precision and mean recall."""
    p, r = (statistics.mean(row[i] for row in rows) for i in (0, 1))
    return 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--level", default="contextual")
    parser.add_argument("--articles", action="store_true")
    parser.add_argument("--rules", type=int, default=0)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--with-rules", action="append", default=[])
    parser.add_argument("--ignore", action="append", default=[], help="rule or pack to leave out")
    args = parser.parse_args()
    tool = Cleaner(level=args.level, rules=args.with_rules, ignore=args.ignore)
    for path in args.pages:
        score = Score()
        for page in pages(path, args.articles):
            text = page[args.field]
            score.add(page, text, tool.clean(text))
        figures = score.figures()
        if args.json:
            print(json.dumps({"file": path.name, "field": args.field, **figures}))
        else:
            shown = "  ".join(
                f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items()
            )
            print(f"{path.name} {args.field} {args.level}: {shown}")
        ranked = sorted(score.rules.items(), key=lambda item: -item[1][1])
        for rule, (edits, inside, outside) in ranked[: args.rules]:
            print(f"  {rule:40} edits {edits:6}  main {inside:6}  other {outside:7}")
        for lost, page_id in sorted(score.worst, reverse=True)[: args.worst]:
            print(f"  lost {lost:.3f}  {page_id}")


if __name__ == "__main__":
    main()

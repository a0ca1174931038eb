"""Speed on one core, texts in memory, all packs, edits with spans; peers in the same run.

    python benchmarks/speed.py PAGES.jsonl.gz... [--field text] [--articles] [--level contextual]
                               [--rounds 3] [--megabytes 20] [--peers pure,shape,re,ftfy,fineweb]

The tools take turns on the same texts, round after round, so that a machine whose speed drifts is
slow or fast for all of them. Printed: MB of UTF-8 per second of CPU (the best round), and how many
times faster than each peer ``cleaner`` is: the rules without the shape of the page, which is
*shape* and comes on top; *pure* is what it is without a C compiler. Slow peers get a sample of the
texts, taken evenly.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from quality import pages

from cleaner import Cleaner
from cleaner.rules import Rule

Work = Callable[[str], Any]


def texts(paths: list[Path], field: str, articles: bool, limit: int) -> list[str]:
    """Texts of the pages up to ``limit`` bytes of UTF-8."""
    found, size = [], 0
    for path in paths:
        for page in pages(path, articles):
            text = page.get(field) or ""
            found.append(text)
            size += len(text.encode())
            if size >= limit:
                return found
    return found


def every_regex(level: str) -> Work:
    """The private file of regexes: each rule's own, one after the other, on every line."""
    patterns = [p for rule in Cleaner(level=level).ruleset.rules for p in _regexes(rule)]

    def work(text: str) -> str:
        return "\n".join(
            line for line in text.split("\n") if not any(p.search(line) for p in patterns)
        )

    return work


def _regexes(rule: Rule) -> Iterator[re.Pattern[str]]:
    for trigger in rule.triggers.values():
        words = [
            (trigger.phrases, r"^\W*(?:{})\W*$"),
            (trigger.prefixes, r"^\W*(?:{})\b"),
            (trigger.contains, r"\b(?:{})\b"),
        ]
        for group, shape in words:
            escaped = [re.escape(text) for texts in group.values() for text in texts]
            if escaped:
                yield re.compile(shape.format("|".join(escaped)), re.IGNORECASE)
        for pattern in trigger.patterns:
            pattern = re.sub(r"\[([^\]]*)\\pL([^\]]*)\]", r"[\1\\w\2]", pattern)
            pattern = pattern.replace(r"\pL", r"[^\W\d_]").replace(r"\pN", r"\d")
            pattern = re.sub(r"\\p\{\w+\}|\\p\w", r"\\w", pattern)
            yield re.compile(pattern, re.IGNORECASE)


def fineweb(level: str) -> Work:
    """Datatrove's FineWebQualityFilter."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import FineWebQualityFilter

    tool = FineWebQualityFilter()
    return lambda text: tool.filter(Document(text=text, id="", metadata={}))


def ftfy(level: str) -> Work:
    """ftfy.fix_text."""
    from ftfy import fix_text

    return fix_text


def cleantext(level: str) -> Work:
    """clean-text with its line breaks kept."""
    from cleantext import clean

    return lambda text: clean(text, lower=False, no_line_breaks=False)


def ours(level: str) -> Work:
    """Cleaner by its words, with edits and spans."""
    return Cleaner(level=level, ignore=["core/page-shape"]).clean


def pure(level: str) -> Work:
    """The same without what is compiled where a C compiler is at hand."""
    sieve = "cleaner.native.sieve"
    known = sys.modules.get(sieve)
    sys.modules[sieve] = None  # type: ignore[assignment]
    try:
        return ours(level)
    finally:
        del sys.modules[sieve]
        if known is not None:
            sys.modules[sieve] = known


def shape(level: str) -> Work:
    """Cleaner as it comes, with the shape of the page."""
    return Cleaner(level=level).clean


PEERS: dict[str, tuple[Callable[[str], Work], float]] = {
    "cleaner": (ours, 1.0),
    "pure": (pure, 1.0),
    "shape": (shape, 0.25),
    "re": (every_regex, 0.02),
    "fineweb": (fineweb, 0.02),
    "ftfy": (ftfy, 0.1),
    "cleantext": (cleantext, 0.02),
}
"""Tool to its factory and the share of the texts it gets."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--articles", action="store_true", help="only pages of this type")
    parser.add_argument("--level", default="contextual")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--peers", default="pure,shape,re,fineweb,ftfy,cleantext")
    args = parser.parse_args()
    corpus = texts(args.pages, args.field, args.articles, args.megabytes * 1_000_000)
    names = ["cleaner", *filter(None, args.peers.split(","))]
    best = dict.fromkeys(names, 0.0)
    for _ in range(args.rounds):
        for name in names:
            sample = corpus[:: round(1 / PEERS[name][1])]
            size = sum(len(text.encode()) for text in sample)
            work = PEERS[name][0](args.level)  # fresh, so that no tool remembers the last round
            start = time.process_time()
            for text in sample:
                work(text)
            best[name] = max(best[name], size / 1e6 / (time.process_time() - start))
    lines = sum(text.count("\n") + 1 for text in corpus)
    chars = sum(map(len, corpus))
    print(f"{len(corpus)} texts, {chars / 1e6:.1f} M characters, {chars / lines:.0f} a line")
    for name in names:
        ratio = f"   cleaner is {best['cleaner'] / best[name]:.1f} times as fast"
        print(f"{name:10} {best[name]:8.2f} MB/s{ratio if name != 'cleaner' else ''}")


if __name__ == "__main__":
    main()

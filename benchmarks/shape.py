"""The shape rules against their peers, cross-validated by site.

    python benchmarks/shape.py PAGES.jsonl.gz... --folds FOLDER [--peers CACHE.pickle] [--jobs 2]

``FOLDER`` holds the models that ``training/train_shape.py --folds FOLDER`` writes: each page is
cleaned with the model that has not seen its site. A page is a JSON object with ``text`` (naive
scrape), ``gold`` and perhaps ``html`` and ``page_type``. Needs trafilatura, readability-lxml,
justext and resiliparse for pages with HTML (``benchmarks/requirements-shape.txt``); ``--peers``
keeps what they leave for the next run.

Peers on text: *C4* keeps lines of five words or more that end in punctuation; *FineWeb* its line
rules (three words, no line about JavaScript or policies); *ten words* lines that long. Of HTML,
*trafilatura … + cleaner* cleans what trafilatura left; *cleaner of HTML* is what ``cleaner clean
page.html`` writes: without comments, with lines that trafilatura overlooked, and by way of
everything visible where it found little. Columns: precision, recall and F1 of 4-token shingles
(mean over pages), ``lost`` of what the input had.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import pickle
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from quality import pages, shingles

from cleaner import Cleaner
from cleaner.mainpart import page_text

FOLDS = 5
MODES = {"precision": {"favor_precision": True}, "balanced": {}, "recall": {"favor_recall": True}}
POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies",
          "use cookies")  # fmt: skip
Row = tuple[float | None, float, float]
RULES = ("page-shape", "page-shape-doubtful")


def c4(line: str) -> bool:
    """Raffel et al. 2020, with the five words a line of their released code."""
    return line.rstrip().endswith((".", "!", "?", '"')) and len(line.split()) >= 5


def fineweb(line: str) -> bool:
    """The C4 line rules as FineWeb (Penedo et al. 2024) uses them."""
    low = line.lower()
    return len(line.split()) >= 3 and "javascript" not in low and not any(p in low for p in POLICY)


def ten_words(line: str) -> bool:
    """Lines of ten words or more; of scripts without spaces, seventeen letters."""
    return len(line.split()) >= 10 or (len(line) >= 17 and len(line) > 17 * line.count(" ") + 17)


def by_line(keep: Callable[[str], bool]) -> Callable[[str], str]:
    """A cleaner of lines."""
    return lambda text: "\n".join(line for line in text.split("\n") if keep(line))


def peers(html: str, lang: str) -> dict[str, str]:
    """What tools that read HTML leave of a page."""
    import justext
    import trafilatura
    from bs4 import BeautifulSoup
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    names = {"de": "German", "fr": "French", "it": "Italian", "es": "Spanish", "tr": "Turkish",
             "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "zh": ""}  # fmt: skip
    language = names.get(lang[:2], "English")
    words = justext.get_stoplist(language) if language else frozenset()
    low = {} if language else {"stopwords_low": 0, "stopwords_high": 0}
    found = {}
    for mode, settings in MODES.items():
        found[mode] = trafilatura.extract(html, **settings) or ""
    try:
        found["readability"] = BeautifulSoup(Document(html).summary(), "lxml").get_text("\n")
    except Exception as error:  # it raises its own and lxml's
        print("readability:", error, file=sys.stderr)
        found["readability"] = ""
    found["resiliparse"] = extract_plain_text(html, main_content=True)
    parts = justext.justext(html.encode(), words, encoding="utf-8", **low)
    found["justext"] = "\n".join(part.text for part in parts if not part.is_boilerplate)
    return found


def fold(page: dict[str, Any]) -> int:
    """The fold of a page's site, as training/samples.py computes it."""
    address = page.get("url") or ""
    if not address:
        match = re.search(r'id="(http[^"]+)"', page.get("html", "")[:500])
        address = match[1] if match else ""
    host = (urlsplit(address).hostname or str(page["id"])).removeprefix("www.")
    return int(hashlib.md5(host.encode()).hexdigest(), 16) % FOLDS


def tools(model: Path | None, level: str) -> Cleaner:
    """A cleaner whose shape rules use ``model``; the shipped one for None."""
    if model is None:
        return Cleaner(level=level)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder, "bench")
        pack.mkdir()
        for name in RULES:
            source = Path(__file__).parent.parent / "rules" / "core" / f"{name}.toml"
            head, *_ = source.read_text(encoding="utf-8").split("[[tests]]")
            (pack / source.name).write_text(f"{head}\nmodel = {json.dumps(str(model))}\n")
        return Cleaner(level=level, rules=[folder], ignore=[f"core/{name}" for name in RULES])


def row(page: dict[str, Any], base: str, text: str) -> Row:
    """Precision (None for an empty text), recall, lost."""
    gold, had, has = shingles(page["gold"]), shingles(base), shingles(text)
    hit = sum((gold & has).values())
    main = gold & had
    lost = 1 - sum((main & has).values()) / sum(main.values()) if main else 0.0
    return (hit / sum(has.values()) if has else None), hit / sum(gold.values()), lost


def group(name: str, page: dict[str, Any]) -> list[str]:
    """The rows of the table that a page counts in."""
    kind = page.get("page_type")
    if kind is None:
        return [name]
    return [f"{name} articles"] if kind == "article" else [f"{name} other", f"{name} {kind}"]


def work(job: tuple[int, list[tuple[str, dict[str, Any], dict[str, str]]], Path | None]) -> Any:
    """Rows of the pages of one fold, by (group, input, tool)."""
    number, found, folder = job
    model = folder / f"fold-{number}.json" if folder else None
    ours = {level: tools(model, level) for level in ("contextual", "aggressive")}
    rules = Cleaner(ignore=[f"core/{name}" for name in RULES])
    lines = {"C4 line rules": by_line(c4), "FineWeb line rules": by_line(fineweb),
             "lines of ten words": by_line(ten_words)}  # fmt: skip
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)

    def add(page: dict[str, Any], name: str, source: str, tool: str, base: str, text: str) -> None:
        result = row(page, base, text)
        for one in group(name, page):
            rows[one, source, tool].append(result)

    for name, page, html in found:
        for source in ("text", "gold"):
            base = page[source]
            add(page, name, source, "unchanged", base, base)
            add(page, name, source, "cleaner, no shape", base, rules.clean(base).text)
            for level, tool in ours.items():
                add(page, name, source, f"cleaner {level}", base, tool.clean(base).text)
            if source == "text":
                for label, keep in lines.items():
                    add(page, name, source, label, base, keep(base))
        for label, text in html.items():
            shown = f"trafilatura {label}" if label in MODES else label
            add(page, name, "html", shown, text, text)
            if label in MODES:
                done = ours["contextual"].clean(text, extracted=True).text
                add(page, name, "html", f"{shown} + cleaner", text, done)
                own = page_text(page["html"], label, ours["aggressive"])
                done = ours["contextual"].clean(own, extracted=True).text
                add(page, name, "html", f"cleaner of HTML, {label}", text, done)
    return dict(rows)


def line(key: tuple[str, str, str], rows: list[Row]) -> str:
    """One row of the table."""
    precision = statistics.mean(r[0] for r in rows if r[0] is not None)
    recall, lost = (statistics.mean(r[i] for r in rows) for i in (1, 2))
    f1 = 2 * precision * recall / (precision + recall)
    figures = f"{precision:.4f} | {recall:.4f} | {f1:.4f} | {lost:.2%}"
    return f"| {key[1]} | {key[2]} | {len(rows)} | {figures} |"


def records(args: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Every page with what the peers leave of it."""
    cached: dict[Any, dict[str, str]] = {}
    if args.peers and args.peers.exists():
        cached = pickle.loads(args.peers.read_bytes())
    for path in args.pages:
        name = path.name.split(".")[0]
        for page in pages(path, articles=False):
            key = (name, str(page["id"]))
            if page.get("html") and key not in cached:
                cached[key] = peers(page["html"], page.get("lang", "en"))
            yield name, page, cached.get(key, {})
    if args.peers:
        args.peers.write_bytes(pickle.dumps(cached))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--folds", type=Path, help="none: the shipped model, on pages it has seen")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    by_fold: list[list[Any]] = [[] for _ in range(FOLDS)]
    for record in records(args):
        by_fold[fold(record[1])].append(record)
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    jobs = [(number, found, args.folds) for number, found in enumerate(by_fold)]
    with multiprocessing.get_context("spawn").Pool(args.jobs) as pool:
        for done in pool.imap(work, jobs):
            for key, found in done.items():
                rows[key] += found
    for shown in dict.fromkeys(key[0] for key in rows):
        print(f"\n**{shown}**\n\n| input | tool | pages | P | R | F1 | lost |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for key in rows:
            if key[0] == shown:
                print(line(key, rows[key]))


if __name__ == "__main__":
    main()

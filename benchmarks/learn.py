"""What ``cleaner learn`` removes and what it costs, beside "drop lines seen on three pages".

    python benchmarks/learn.py sites [--pages 60]          nine synthetic sites, also unseen pages
    python benchmarks/learn.py pages PAGES.jsonl.gz... [--field text] [--folds FOLDER]
                                                           real pages with url and gold
    python benchmarks/learn.py speed [--megabytes 1000]    time and memory for a large corpus

*Boilerplate lines*: on synthetic sites every line the template makes, also titles of other pages;
on real pages lines with letters that recur (the same folded line on three pages of the site) and
are not in the gold text. *Main lines*: lines of the gold text. On real pages a line is in the gold
text when at least half of its words lie in stretches of three or more words that page and gold
have in common (difflib, in order). A line is *removed* when nothing but white space is left of it.
The rules are used alone (``rules``, without the shipped packs) and beside them; ``sure rules`` are
those that ``clean --learn`` applies, alone; ``shipped`` are the shipped packs without learned ones.
``FOLDER`` holds the models of shapes that ``training/train_shape.py --folds`` writes: each site is
learned, and cleaned beside the shipped rules, with the one that has not seen it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))

from learn_sites import BOILERPLATE, MAIN, SITES, pages, text

from cleaner.engine.harvest import LearnSettings
from cleaner.engine.learning import learn
from cleaner.engine.lessons import sure
from cleaner.engine.plan import plan
from cleaner.fold import bare, fold
from cleaner.learn.naming import host, slug
from cleaner.learn.proposals import Proposal
from cleaner.learn.sharing import SHARED, share
from cleaner.learn.teaching import Pack
from cleaner.learn.templates import templates
from cleaner.model import Cleaned
from cleaner.pipeline import Cleaner

_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+"
)
_STRETCH = 3
METHODS = ("three pages", "rules", "shipped", "rules and shipped")
REAL = ("three pages", "rules", "sure rules", "shipped", "rules and shipped")
FOLDS = 5
SHAPE = ("page-shape", "page-shape-doubtful")


class Judged(NamedTuple):
    """A page and the kind of each of its lines ("" is not counted)."""

    text: str
    kinds: list[str]


class Score(NamedTuple):
    """Lines by kind, and how many of each were removed."""

    boilerplate: int
    removed: int
    main: int
    lost: int

    def cells(self) -> str:
        """The two shares as columns."""
        return f"{_share(self.removed, self.boilerplate):>9} {_share(self.lost, self.main):>8}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "-"


def _sum(scores: Iterable[Score]) -> Score:
    return Score(*(sum(column) for column in zip(*scores, strict=True)))


def folded(line: str) -> str:
    """A line as phrases are compared."""
    return bare(fold(line.strip()))


def gone(original: str, result: Cleaned) -> list[bool]:
    """For each line whether the edits left nothing of it."""
    taken = bytearray(len(original))
    for edit in result.edits:
        taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    found, at = [], 0
    for line in original.split("\n"):
        seen = [i for i, char in enumerate(line, at) if not char.isspace()]
        found.append(bool(seen) and all(taken[i] for i in seen))
        at += len(line) + 1
    return found


def score(site: Sequence[Judged], removed: Sequence[Sequence[bool]]) -> Score:
    """Count the lines of a site by kind and fate."""
    counts: Counter[tuple[str, bool]] = Counter()
    for page, flags in zip(site, removed, strict=True):
        counts.update(zip(page.kinds, flags, strict=True))
    return Score(
        counts[BOILERPLATE, True] + counts[BOILERPLATE, False],
        counts[BOILERPLATE, True],
        counts[MAIN, True] + counts[MAIN, False],
        counts[MAIN, True],
    )


def plain(site: Sequence[Judged], seen: Sequence[Judged]) -> list[list[bool]]:
    """Lines that stand on three pages of ``seen``."""
    often: Counter[str] = Counter()
    for page in seen:
        often.update({folded(line) for line in page.text.split("\n") if line.strip()})
    return [[often[folded(line)] >= 3 for line in page.text.split("\n")] for page in site]


def learned(records: Sequence[dict[str, Any]], folder: Path, *arguments: str) -> Path:
    """The pack that the command line learns from records."""
    folder.mkdir(exist_ok=True)
    corpus, pack = folder / "corpus.jsonl", folder / "learned"
    corpus.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "learn", str(corpus), "-o", str(pack), "-q"]
    subprocess.run([*command, *arguments], check=True, stderr=subprocess.DEVNULL)
    return pack


def fold_of(address: str) -> int:
    """The fold of a host, as ``training/samples.py`` numbers them."""
    name = (urlsplit(address).hostname or "").removeprefix("www.")
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % FOLDS


def learned_apart(
    records: Sequence[dict[str, Any]], folder: Path, folds: Path, confidence: float = 0.0
) -> Path:
    """The pack learned with a model of shapes for each fold that has not seen its sites."""
    folder.mkdir(exist_ok=True)
    proposals: list[Proposal] = []
    for number in range(FOLDS):
        own = [record for record in records if fold_of(record["url"]) == number]
        corpus = folder / f"corpus-{number}.jsonl"
        corpus.write_text("".join(json.dumps(one) + "\n" for one in own), encoding="utf-8")
        jobs, _ = plan([str(corpus)], None, in_place=False)
        how = LearnSettings(model=str(folds / f"fold-{number}.json"))
        proposals += [one for site in learn(jobs, how).sites for one in site.proposals]
    pack = Pack.at(folder / "learned")
    pack.write(pack.paths(sure(share(proposals), confidence) if confidence else share(proposals)))
    return pack.folder


def tool(model: Path | None = None, **settings: Any) -> Cleaner:
    """A cleaner whose shape rules use ``model``; the shipped one for None."""
    if model is None:
        return Cleaner(**settings)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder, "bench")
        pack.mkdir()
        for name in SHAPE:
            source = Path(__file__).parent.parent / "rules" / "core" / f"{name}.toml"
            head, *_ = source.read_text(encoding="utf-8").split("[[tests]]")
            text_ = f"{head}\nmodel = {json.dumps(str(model))}\n"
            (pack / source.name).write_text(text_, encoding="utf-8")
        settings["rules"] = [*settings.get("rules", ()), folder]
        return Cleaner(**settings, ignore=[f"core/{name}" for name in SHAPE])


def shipped(site: Sequence[Judged], model: Path | None = None) -> list[list[bool]]:
    """What the shipped rules remove without any that were learned."""
    cleaner = tool(model)
    return [gone(page.text, cleaner.clean(page.text)) for page in site]


def cleaned(
    site: Sequence[Judged], packs: Sequence[Path], *, alone: bool, model: Path | None = None
) -> list[list[bool]]:
    """What the rules of packs remove, ``alone`` or beside the shipped ones."""
    own = [pack for pack in packs if any(pack.rglob("*.toml"))]
    names = sorted({path.parent.name for pack in own for path in pack.rglob("*.toml")})
    if alone and not own:
        return [[False] * len(page.kinds) for page in site]
    cleaner = Cleaner(rules=own, select=names) if alone else tool(model, rules=own)
    return [gone(page.text, cleaner.clean(page.text)) for page in site]


def show(rows: dict[str, list[tuple[int, list[Score]]]], methods: Sequence[str]) -> None:
    """Print a table: a row a site, two columns a method."""
    print(f"{'site':28} pages" + "".join(f"  {name:>18}" for name in methods))
    print(" " * 34 + "  removed     lost" * len(methods))
    for name, found in rows.items():
        for count, scores in found:
            print(f"{name:28} {count:5}" + "".join(f"  {one.cells()}" for one in scores))
    flat = [scores for found in rows.values() for _, scores in found]
    totals = [_sum(column) for column in zip(*flat, strict=True)]
    print(f"{'all lines':34}" + "".join(f"  {one.cells()}" for one in totals))
    means = [
        (
            sum(one.removed / one.boilerplate for one in column if one.boilerplate) / len(column),
            sum(one.lost / one.main for one in column if one.main) / len(column),
        )
        for column in zip(*flat, strict=True)
    ]
    print(f"{'mean of sites':34}" + "".join(f"  {a:>9.2%} {b:>8.2%}" for a, b in means))


def sites(count: int) -> None:
    """Synthetic sites: the pages that were learned from, and as many that were not."""
    methods = METHODS
    rows: dict[str, list[tuple[int, list[Score]]]] = {}
    unseen: dict[str, list[tuple[int, list[Score]]]] = {}
    for name in SITES:
        seen, other = (
            [Judged(text(page), [line.kind for line in page]) for page in pages(name, count, seed)]
            for seed in (0, 1)
        )
        with tempfile.TemporaryDirectory() as folder:
            pack = learned([{"text": page.text} for page in seen], Path(folder), "--group", "one")
            for target, site in ((rows, seen), (unseen, other)):
                found = [
                    plain(site, seen),
                    cleaned(site, [pack], alone=True),
                    shipped(site),
                    cleaned(site, [pack], alone=False),
                ]
                target[name] = [(len(site), [score(site, one) for one in found])]
    print("pages that were learned from")
    show(rows, methods)
    print("\npages that were not")
    show(unseen, methods)


def truth(page: str, gold: str) -> list[bool]:
    """For each line whether it is in the gold text."""
    tokens = [
        (token, number)
        for number, line in enumerate(page.split("\n"))
        for token in _TOKEN.findall(line.lower())
    ]
    own = Counter(number for _, number in tokens)
    hits: Counter[int] = Counter()
    words = [token for token, _ in tokens]
    matcher = SequenceMatcher(None, words, _TOKEN.findall(gold.lower()), autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size >= _STRETCH:
            hits.update(tokens[i][1] for i in range(block.a, block.a + block.size))
    return [hits[i] > 0 and hits[i] * 2 >= own[i] for i in range(page.count("\n") + 1)]


def judged(records: Sequence[dict[str, Any]], field: str) -> list[Judged]:
    """The pages of a real site with the kind of each line."""
    often: Counter[str] = Counter()
    for record in records:
        often.update({folded(line) for line in record[field].split("\n") if line.strip()})
    site = []
    for record in records:
        kinds = []
        in_gold = truth(record[field], record["gold"])
        for line, main in zip(record[field].split("\n"), in_gold, strict=True):
            lettered = any(map(str.isalpha, line))
            recurs = lettered and often[folded(line)] >= 3
            kinds.append(MAIN if main else BOILERPLATE if recurs else "")
        site.append(Judged(record[field], kinds))
    return site


def ceiling(sites_: Sequence[tuple[Sequence[Judged], list[list[bool]]]]) -> None:
    """Of all lines with letters that are not main text: how many recur, how many the rules took.

    And of the main lines that the rules took, how many people marked as none of the main text on
    at least twice as many other pages of the site.
    """
    total: Counter[str] = Counter()
    for site, removed in sites_:
        forms = [templates(page.text) for page in site]
        lines = [[folded(line) for line in page.text.split("\n")] for page in site]
        often = Counter(line for page in lines for line in set(page))
        alike = Counter(form for page in forms for form in set(page))
        main: Counter[str] = Counter()
        for page, own in zip(site, lines, strict=True):
            main.update({a for a, kind in zip(own, page.kinds, strict=True) if kind == MAIN})
        for page, *rows in zip(site, lines, forms, removed, strict=True):
            for raw, kind, line, form, gone_ in zip(
                page.text.split("\n"), page.kinds, *rows, strict=True
            ):
                if kind == MAIN:
                    total["lost"] += gone_
                    total["disputed"] += gone_ and often[line] >= 3 * main[line]
                elif any(map(str.isalpha, raw)):
                    total["all"] += 1
                    total["taken"] += gone_
                    for least in (2, 3):
                        total[f"line {least}"] += often[line] >= least
                        total[f"form {least}"] += alike[form] >= least
    print(f"{total['all']} lines are not main text; the rules take {_of(total, 'taken')}")
    for least in (2, 3):
        same, form = (_of(total, f"{name} {least}") for name in ("line", "form"))
        print(f"on {least} pages of the site or more: {same} as they are, {form} as a template")
    print(f"{total['lost']} main lines lost, {total['disputed']} of them boilerplate elsewhere")


def best(sites_: Iterable[Sequence[Judged]], most: float = 0.005) -> tuple[float, float]:
    """What lines chosen by the gold texts remove when they lose at most the share ``most``.

    Each text of a line is taken on all pages of its site or on none: no rule that judges lines by
    what they say, wherever they stand, does better.
    """
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for number, site in enumerate(sites_):
        for page in site:
            for line, kind in zip(page.text.split("\n"), page.kinds, strict=True):
                counts[number, folded(line)][kind] += 1
    boilerplate = sum(one[BOILERPLATE] for one in counts.values())
    main_ = sum(one[MAIN] for one in counts.values())
    removed = lost = 0
    recurring = [one for one in counts.values() if one[BOILERPLATE]]
    for one in sorted(recurring, key=lambda one: one[MAIN] / one[BOILERPLATE]):
        if lost + one[MAIN] > most * main_:
            break
        removed, lost = removed + one[BOILERPLATE], lost + one[MAIN]
    return removed / boilerplate, lost / main_


def _of(total: Counter[str], name: str) -> str:
    return _share(total[name], total["all"])


def real(paths: Sequence[str], field: str, folds: Path | None) -> None:
    """The sites of which the files hold at least three pages, learned in one run.

    Each is cleaned by its own rules and those that several sites share.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                name = host(record.get("url") or "")
                if name and record.get(field) and record.get("gold"):
                    found[name].append(record)
    chosen = {name: found[name] for name in sorted(found) if len(found[name]) >= 3}
    with tempfile.TemporaryDirectory() as folder:
        flat = [
            {"text": record[field], "url": record["url"]}
            for records in chosen.values()
            for record in records
        ]
        if folds is None:
            pack = learned(flat, Path(folder))
            few = learned(flat, Path(folder, "sure"), "--yes")
        else:
            pack = learned_apart(flat, Path(folder), folds)
            few = learned_apart(flat, Path(folder, "sure"), folds, confidence=0.8)
        rows, taken = {}, []
        for name, records in chosen.items():
            site = judged(records, field)
            model = folds / f"fold-{fold_of(records[0]['url'])}.json" if folds else None
            own, certain = ([one / slug(name), one / SHARED] for one in (pack, few))
            results = [
                plain(site, site),
                cleaned(site, own, alone=True),
                cleaned(site, certain, alone=True),
                shipped(site, model),
                cleaned(site, own, alone=False, model=model),
            ]
            rows[name] = [(len(site), [score(site, one) for one in results])]
            taken.append((site, results[1]))
        show(rows, REAL)
        by_size = {"3-7 pages": range(3, 8), "8 pages and more": range(8, 10**6)}
        for label, sizes in by_size.items():
            group = [r for found in rows.values() for n, r in found if n in sizes]
            if group:
                totals = [_sum(column) for column in zip(*group, strict=True)]
                print(f"{label:34}" + "".join(f"  {one.cells()}" for one in totals))
        ceiling(taken)
        removed, lost = best(site for site, _ in taken)
        print(f"lines chosen by the gold texts: {removed:.2%} removed, {lost:.2%} lost")
        run = subprocess.run(
            [sys.executable, "-m", "cleaner", "rules", "test", str(pack)],
            capture_output=True,
            text=True,
            check=False,
        )
        print(run.stdout.strip().split("\n")[-1])


def speed(megabytes: int, jobs: int) -> None:
    """One JSONL file of synthetic pages from many hosts; time and peak memory of the command."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "corpus.jsonl")
        made = {site: [text(page) for page in pages(site, 200)] for site in SITES}
        size, turn, count = 0, 0, 0
        with corpus.open("w", encoding="utf-8") as file:
            while size < megabytes * 1_000_000:
                # Another word in every sentence, so that no two pages are copies.
                word = "".join(chr(97 + turn // 26**k % 26) for k in range(4))
                for site, found in made.items():
                    for i, page in enumerate(found):
                        url = f"https://{site}-{turn // 20}.example/{turn}-{i}"
                        other = page.replace(". ", f" {word}. ").replace("。", f"{word}。")
                        line = json.dumps({"url": url, "text": other}, ensure_ascii=False)
                        size += file.write(line + "\n")
                        count += 1
                turn += 1
        print(f"{corpus.stat().st_size / 1e6:.0f} MB of JSONL, {count:,} pages")
        command = [sys.executable, "-m", "cleaner", "learn", str(corpus)]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "-o", str(Path(name, "learned")), "-j", str(jobs), "-q"]
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.2)
        seconds = time.perf_counter() - start
        print(f"{seconds:.0f} s, {corpus.stat().st_size / 1e6 / seconds:.1f} MB/s with {jobs} jobs")
        print(f"peak memory of all processes together {peak / 1e6:.0f} MB")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        print(f"{cpu:.0f} s of processor time, {corpus.stat().st_size / 1e6 / cpu:.1f} MB/s a core")
        print(f"largest process {used.ru_maxrss / 1e3:.0f} MB; exit {process.returncode}")


def _memory(pid: int) -> int:
    """Bytes that a process and its children hold, shared pages divided among them (Linux)."""
    total = 0
    for one in [pid, *_children(pid)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def _children(pid: int) -> list[int]:
    found = []
    for entry in os.scandir(f"/proc/{pid}/task"):
        try:
            text_ = Path(entry.path, "children").read_text(encoding="ascii")
        except OSError:
            continue
        for child in map(int, text_.split()):
            found += [child, *_children(child)]
    return found


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("sites")
    one.add_argument("--pages", type=int, default=60)
    two = commands.add_parser("pages")
    two.add_argument("files", nargs="+")
    two.add_argument("--field", default="text")
    two.add_argument("--folds", type=Path)
    three = commands.add_parser("speed")
    three.add_argument("--megabytes", type=int, default=1000)
    three.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.command == "sites":
        sites(arguments.pages)
    elif arguments.command == "pages":
        real(arguments.files, arguments.field, arguments.folds)
    else:
        speed(arguments.megabytes, arguments.jobs)


if __name__ == "__main__":
    main()

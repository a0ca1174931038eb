"""Train the model of cleaner/matchers/structure.py.

    python training/train_shape.py PAGES.jsonl.gz... [--keep FOLDER...] [--folds FOLDER]
                                   [--trees 480] [-o cleaner/shape/model.json] [--only-gaps]

A page is a JSON object with ``text`` (naive scrape), ``gold`` (its main text as people marked it)
and perhaps ``html``, ``url`` and ``page_type``. The shipped model was trained on WCXB (1,439
English pages, CC-BY-4.0), 129 news pages of the Fundus evaluation (MIT), 35 Chinese pages (MIT)
and 28 mixed ones; none of their text is in it but single words. ``--keep`` are folders of texts
of our own that stay as they are.

Each page is an input five times: naive, gold, and what trafilatura leaves of it in three modes, as
it stands before the first round of cleaning. Three sets of trees over lines learn from all of that,
from naive pages, and from what trafilatura leaves. The words and their weights come from a logistic
regression over the lines of naive pages, always one that has not seen the site. Trees over gaps
learn from the lines of naive and gold text where lines ended. ``--folds`` also writes a model a
fold, trained without the sites of that fold, for benchmarks/shape.py. ``--only-gaps`` leaves all
but these last trees as they are in the files.
Deterministic for given versions of catboost, scikit-learn and numpy.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fitting import WordRows, fit_lines, fit_pages, weigh
from gaps import fit_gaps
from samples import FOLDS, Sample, extract, prepare, samples

from cleaner import Cleaner
from cleaner.shape.choice import judge
from cleaner.shape.context import MARKS, NAMES
from cleaner.shape.model import PAGE_NAMES, SHIPPED, Model
from cleaner.shape.scoring import filled
from cleaner.shape.words import WordTable

FUNCTIONS = Path(__file__).with_name("functions.txt")
GAP_TREES = 140
RULES = ("page-shape", "page-shape-doubtful")
PARTS = ("lines", "raw", "extracted")
"""Trees over lines: of any page, of a raw scrape, of what an extractor left."""
EMPTY: dict[str, Any] = {"bias": 0.0, "trees": []}
MARK_ROWS = [NAMES.index(f"mark_{name}") for name in MARKS]


def functions() -> list[str]:
    """The function words, each once."""
    lines = FUNCTIONS.read_text(encoding="utf-8").splitlines()
    return sorted({word for line in lines if not line.startswith("#") for word in line.split()})


def words(samples_: Sequence[Sample]) -> dict[str, float]:
    """Word weights from naive pages."""
    rows = WordRows()
    for sample in samples_:
        if sample.key[2] == "text":
            rows.add(sample)
    return rows.weights()


def scored(samples_: Sequence[Sample], model: dict[str, Any]) -> None:
    """Set the scores of the samples as the run time would compute them."""
    trained = Model({"words": {}, "functions": "", "pages": EMPTY, **model})
    for sample in samples_:
        marks = sample.features[MARK_ROWS]
        sample.score = judge(trained, sample.features, marks, sample.extracted).score


def trees_of(samples_: Sequence[Sample], trees: int) -> dict[str, Any]:
    """The trees over lines of a model."""
    return {part: fit_lines(part, samples_, trees) for part in PARTS}


def fold_models(samples_: Sequence[Sample], trees: int) -> list[dict[str, Any]]:
    """One model a fold, trained on the others; sets the scores of all samples."""
    found = []
    for fold in range(FOLDS):
        rest = [sample for sample in samples_ if sample.fold != fold]
        found.append(trees_of(rest, trees))
        scored([sample for sample in samples_ if sample.fold == fold], found[-1])
        print(f"fold {fold}", time.strftime("%X"), flush=True)
    for fold in range(FOLDS):
        rest = [sample for sample in samples_ if sample.fold != fold]
        found[fold]["pages"] = fit_pages(rest, trees)
    return found


def write(path: Path, model: dict[str, Any], about: str) -> None:
    """One tree and one word a line, so that versions can be compared."""
    parts = [f'"about": {json.dumps(about)}']
    weights = ",\n".join(
        f"{json.dumps(w, ensure_ascii=False)}: {v}" for w, v in model["words"].items()
    )
    parts.append('"words": {\n' + weights + "\n}")
    parts.append('"functions": ' + json.dumps(" ".join(model["functions"]), ensure_ascii=False))
    for name in (*PARTS, "pages", "gaps"):
        rows = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model[name]["trees"])
        parts.append(f'"{name}": {{"bias": {model[name]["bias"]}, "trees": [\n{rows}\n]}}')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def kept(folders: Sequence[Path], tool: Cleaner) -> list[Sample]:
    """Texts of our own that stay as they are."""
    found = []
    for folder in folders:
        # Of golden pages the clean ones.
        for path in sorted(folder.glob("*.want.txt")) or sorted(folder.glob("*.txt")):
            text = path.read_bytes().decode()
            prepared = prepare(tool, text)
            if prepared is None:
                continue
            page, removed = prepared
            tokens = np.array([max(1, len(line.split())) for line in page.lines])
            key = ("keep", path.stem, "gold")
            found.append(Sample(key, path.stem, text, page, tokens, tokens, removed, None, 1.0))
    return found


def cached(paths: Sequence[Path], cache: Path | None) -> dict[tuple[str, str], dict[str, str]]:
    """What trafilatura leaves of the pages, from a file where an earlier training put it."""
    if cache is not None and cache.exists():
        found: dict[tuple[str, str], dict[str, str]] = pickle.loads(cache.read_bytes())
        return found
    found = extract(paths)
    if cache is not None:
        cache.write_bytes(pickle.dumps(found))
    return found


def whole(samples_: Sequence[Sample], trees: int) -> tuple[list[dict[str, Any]], list[Any]]:
    """The models of the folds and behind them that of all; the scores of all lines."""
    names = functions()
    weights = [words([s for s in samples_ if s.fold != fold]) for fold in range(FOLDS)]
    tables = [WordTable(one, names) for one in weights]
    for sample in samples_:
        sample.featured(tables[sample.fold])
    print(len(samples_), "samples", time.strftime("%X"), flush=True)
    found = [
        {"words": own, "functions": names, **model}
        for own, model in zip(weights, fold_models(samples_, trees), strict=True)
    ]
    scores = [(s.key, s.host, s.numbers, s.score) for s in samples_]
    model = {
        "words": words(samples_),
        "functions": names,
        **trees_of(samples_, trees),
        "pages": fit_pages(samples_, trees),
    }
    for part in PARTS:
        weigh(part, model[part], samples_)
    return [*found, model], scores


def with_gaps(
    models: Sequence[dict[str, Any]], samples_: Sequence[Sample]
) -> Iterator[dict[str, Any]]:
    """The models of the folds, and behind them that of all, with trees over gaps."""
    tables = [WordTable(one["words"], one["functions"]) for one in models[:FOLDS]]
    for fold, model in enumerate(models):
        rest = [sample for sample in samples_ if sample.fold != fold]
        yield {**model, "gaps": fit_gaps(rest, lambda one: tables[one.fold], GAP_TREES)}
        print("gaps", fold, time.strftime("%X"), flush=True)


def read(path: Path) -> dict[str, Any]:
    """A model file."""
    model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {**model, "functions": model["functions"].split()}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--keep", nargs="*", type=Path, default=[])
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--trees", type=int, default=480)
    parser.add_argument("--extracted", type=Path, help="cache of what trafilatura leaves")
    parser.add_argument("--only-gaps", action="store_true")
    args = parser.parse_args()
    if args.only_gaps and not args.folds:
        parser.error("--only-gaps needs --folds: words are weighed by models without their site")
    tool = Cleaner(ignore=[f"core/{name}" for name in RULES])
    extracted = {} if args.only_gaps else cached(args.pages, args.extracted)
    found = [*samples(tool, args.pages, extracted), *kept(args.keep, tool)]
    for sample in found:
        sample.numbers = filled(sample.page)
    found = [sample for sample in found if len(sample.numbers)]
    files = [args.folds / f"fold-{fold}.json" for fold in range(FOLDS)] if args.folds else []
    if args.only_gaps:
        models = list(map(read, (*files, args.output)))
    else:
        models, scores = whole(found, args.trees)
        if args.folds:
            args.folds.mkdir(parents=True, exist_ok=True)
            (args.folds / "scores.pickle").write_bytes(pickle.dumps(scores))
    *folds, model = with_gaps(models, found)
    about = "trained by training/train_shape.py; its head names the data"
    for number, (file, one) in enumerate(zip(files, folds, strict=False)):
        write(file, one, f"{about}; without fold {number}")
    write(args.output, model, about)
    print("done", time.strftime("%X"), len(PAGE_NAMES), "page features")


if __name__ == "__main__":
    main()

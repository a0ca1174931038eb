"""A page judged by its shape: which runs of its lines go, and why.

Apart from the matcher, because numpy and the model are wanted only for pages that are scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaner.edges import is_rest
from cleaner.flat import Flat
from cleaner.model import LEVELS, Finding
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.sentences import COLONS, ends_sentence, is_small
from cleaner.shape.choice import Care, Verdict, judge, runs
from cleaner.shape.context import Lines, page_features
from cleaner.shape.ends import line_ends
from cleaner.shape.headline import headline
from cleaner.shape.lines import Rows
from cleaner.shape.model import SHIPPED, Model, load
from cleaner.shape.reasons import reasons
from cleaner.shape.scoring import filled, read
from cleaner.tables import comparisons
from cleaner.topline import toplines
from cleaner.values import has_value

if TYPE_CHECKING:
    from cleaner.shape.explaining import LineScore

_CARE = (
    "article_care",
    "other_care",
    "sentence_odds",
    "near_odds",
    "beside_chance",
    "hole_lines",
)

_STANDFIRST_CHARS, _OPEN_STANDFIRST_CHARS = 50, 65
"""Code points of a standfirst, and of one without a full stop."""
_TITLE_SPACES = 3
"""What a line of four words has: a shorter one may be the name of the site."""
_LABEL_CHARS = 30
"""Most code points of a label that introduces what somebody says."""


class Judge:
    """The rules of the shape, and the models that they name.

    Raises ConfigError for a file that is no model.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = sorted(rules, key=lambda rule: LEVELS.index(rule.safety))
        models = {rule.options["model"] for rule in rules}
        self.models = {path: load(Path(path) if path else SHIPPED) for path in models}

    def find(self, page: Page) -> Iterator[Finding]:
        """Score the lines of a page once and let each rule say which of them go, in runs."""
        numbers = filled(page)
        verdicts: dict[str, tuple[Verdict, Lines]] = {}
        taken = np.zeros(len(numbers), bool)
        tables = np.isin(numbers, [i for rows in comparisons(page) for i in rows])
        heads: set[int] = set()
        for rule in self.rules:
            if len(numbers) < max(1, rule.options["min_lines"]):
                continue
            key = rule.options["model"]
            if key not in verdicts:
                verdict, lines, _ = _judged(page, numbers, self.models[key])
                verdicts[key] = verdict, lines
            verdict, lines = verdicts[key]
            care = Care(*(rule.options[name] for name in _CARE))
            doomed = verdict.doomed(care, page.extracted) & ~taken & ~tables
            if rule.options["keep_headline"]:
                head = _headline(page, numbers, verdict, lines, doomed)
                # What a rule that takes less found to be one stays with the others, too.
                heads.update(head, _standfirst(page, numbers, verdict, head))
                doomed[sorted(heads)] = False
            others = lines.marks[0] > 0
            if (doomed | taken | others).all():
                continue
            doomed |= hangs(page, numbers, doomed) | said(page, numbers, doomed)
            doomed &= ~tied(page, numbers, doomed, taken | others)
            doomed &= ~introduces(page, numbers, doomed | taken | others, verdict.sentence)
            taken |= doomed
            # What other rules surely take they take under their own names.
            yield from _findings(page, rule, numbers, doomed & ~others, verdict, lines)

    def line_ends(self, page: Page, flat: Flat) -> list[tuple[int, int]]:
        """Half-open spans of the gaps between words at which lines ended in ``flat.lines``."""
        model = self._model
        return line_ends(page, flat, model.gaps, model.table) if model.gaps else []

    def explain(self, page: Page) -> Iterator[tuple[int, LineScore]]:
        """Each line that is scored, by its number, and where its score comes from.

        Where rules have models of their own, by that of the rule that takes most.
        """
        from cleaner.shape.explaining import line_scores

        numbers, model = self._last(page), self._model
        if not len(numbers):
            return
        verdict, lines, features = _judged(page, numbers, model)
        texts = [page.lines[i].strip() for i in numbers.tolist()]
        scores = line_scores(model, features, verdict, texts, lines.linked)
        yield from zip(numbers.tolist(), scores, strict=True)

    def sentences(self, page: Page) -> Iterator[tuple[int, float]]:
        """The lines that are whole sentences, by number, with their log odds of main text."""
        numbers = self._last(page)
        if not len(numbers):
            return
        verdict, _, _ = _judged(page, numbers, self._model)
        whole = verdict.sentence
        yield from zip(numbers[whole].tolist(), verdict.score[whole].tolist(), strict=True)

    @property
    def _model(self) -> Model:
        """The model of the rule that takes most."""
        return self.models[self.rules[-1].options["model"]]

    def _last(self, page: Page) -> NDArray[np.int64]:
        """The lines that the rule which takes most would score."""
        numbers = filled(page)
        return numbers if len(numbers) >= self.rules[-1].options["min_lines"] else numbers[:0]


def _judged(page: Page, numbers: NDArray[np.int64], model: Model) -> tuple[Verdict, Lines, Rows]:
    """What a model says of the lines ``numbers``, with what it was told of them."""
    lines = read(page, numbers, model.table)
    features = page_features(lines)
    verdict = judge(model, features, lines.marks, page.extracted, lines.linked)
    return verdict, lines, features


def _headline(
    page: Page,
    numbers: NDArray[np.int64],
    verdict: Verdict,
    lines: Lines,
    doomed: NDArray[np.bool_],
) -> list[int]:
    """The line of the headline, as a list; what the source calls a title is one."""
    kept = ~doomed
    kept[0] = False  # the title of the page, which is long
    end = verdict.first(kept) + 1
    known = (lines.marks[:, :end].max(0) > 0).tolist()
    texts = [page.lines[i] for i in numbers[:end].tolist()]
    levels = page.markup.headings
    titles = [i for i, text in enumerate(texts) if levels.get(text.strip()) == 1 and not known[i]]
    if titles:
        return titles[-1:]
    # Where the title has gone it still tells which line is the headline.
    gone = not page.opens
    found = headline([page.first_line, *texts], [False, *known]) if gone else headline(texts, known)
    found = [i - gone for i in found if i >= gone]
    if any(i and texts[i].count(" ") >= _TITLE_SPACES for i in found) and not known[0]:
        return found
    ends = {page.body[0], int(numbers[len(texts) - 1])}
    tops = sorted({i for first in ends for i in toplines(page, first)})
    return sorted({*found, *np.searchsorted(numbers, tops).tolist()})


def _standfirst(
    page: Page, numbers: NDArray[np.int64], verdict: Verdict, head: list[int]
) -> list[int]:
    """The sentence right below the headline, as a list: what the article says in short.

    Some close it with no full stop; then it is longer than most labels and titles. What stands
    below the first line of the page is its menu, and no standfirst.
    """
    below = [i + 1 for i in head if 0 < i < len(numbers) - 1 and not verdict.marked[i + 1]]
    return [i for i in below if _says_much(page.lines[numbers[i]].strip())]


def _says_much(line: str) -> bool:
    return len(line) >= (_STANDFIRST_CHARS if ends_sentence(line) else _OPEN_STANDFIRST_CHARS)


def hangs(page: Page, numbers: NDArray[np.int64], doomed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the lines ``numbers`` are one small word right above lines that go (``doomed``).

    That is the "by" of a name. Left alone it would be joined to whatever comes to stand next to it.
    """
    hanging = np.zeros(len(doomed), bool)
    for first in runs(doomed)[0].tolist():
        if first and is_small(page.lines[numbers[first - 1]].strip()):
            hanging[first - 1] = numbers[first] == numbers[first - 1] + 1
    return hanging


def said(page: Page, numbers: NDArray[np.int64], doomed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the lines ``numbers`` are a date or a figure right below a label that goes."""
    found = np.zeros(len(doomed), bool)
    for end in runs(doomed)[1].tolist():
        label = int(numbers[end - 1])
        if end == len(doomed) or numbers[end] != label + 1:
            continue
        if page.lines[label].rstrip().endswith(COLONS) and len(page.lines[label]) <= _LABEL_CHARS:
            found[end] = any(has_value(page, label, kind) for kind in ("dates", "figures"))
    return found


def introduces(
    page: Page,
    numbers: NDArray[np.int64],
    gone: NDArray[np.bool_],
    sentence: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which of the lines ``numbers`` say whose words the sentence below is, which stays: "A:"."""
    found = np.zeros(len(gone), bool)
    for end in runs(gone)[1].tolist():
        if end < len(gone) and sentence[end]:
            label = page.lines[numbers[end - 1]].rstrip()
            found[end - 1] = label.endswith(COLONS) and len(label) <= _LABEL_CHARS
    return found


def tied(
    page: Page,
    numbers: NDArray[np.int64],
    doomed: NDArray[np.bool_],
    taken: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which of the lines ``numbers`` that go are of one sentence with a line that stays.

    A line that other rules take (``taken``) does not stay.
    """
    found = np.zeros(len(doomed), bool)
    stays = ~doomed & ~taken

    def goes_on(at: int) -> bool:
        line = int(numbers[at])
        return numbers[at - 1] == line - 1 and is_rest(page, line)

    for first, end in zip(*(borders.tolist() for borders in runs(doomed)), strict=True):
        at = first
        while at < end and at and (stays[at - 1] or found[at - 1]) and goes_on(at):
            found[at] = True
            at += 1
        at = end
        while first < at < len(doomed) and (stays[at] or found[at]) and goes_on(at):
            at -= 1
            found[at] = True
    return found


def _findings(
    page: Page,
    rule: Rule,
    numbers: NDArray[np.int64],
    doomed: NDArray[np.bool_],
    verdict: Verdict,
    lines: Lines,
) -> Iterator[Finding]:
    firsts, ends = runs(doomed)
    spans = zip(numbers[firsts].tolist(), (numbers[ends - 1] + 1).tolist(), strict=True)
    for (line, end), why in zip(spans, reasons(lines, verdict, firsts, ends), strict=True):
        if not any(any(map(str.isalnum, text)) for text in page.lines[line:end]):
            continue  # a bracket or a bullet alone is nobody's menu
        start, stop = page.span(line, end)
        yield Finding(
            start, stop, rule.id, rule.safety, why, line, end, supported=True, lends=False
        )

"""Pages beside their gold texts as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from cleaner.evaluation.evaluate import Evaluation, PageResult
from cleaner.evaluation.measure import Token, align
from cleaner.model import Edit
from cleaner.report.summary import number

_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #666; --line: #ddd;
  --lost: #ffd0d0; --left: #ffe9b0; --gone: #757575; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #161616; --soft: #a0a0a0;
  --line: #383838; --lost: #7a2323; --left: #5e4a10; --gone: #8c8c8c; } }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; overflow-wrap: anywhere; }
p, figcaption { color: var(--soft); margin: .2rem 0; } p mark { color: var(--ink); }
table { margin-top: .8rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { border-bottom: 1px solid var(--line); padding: .2rem .8rem .2rem 0; text-align: right; }
td:first-child, th:first-child { text-align: left; }
section { border-top: 1px solid var(--line); margin-top: 2rem; }
.two { display: grid; gap: 1.5rem; grid-template-columns: 1fr 1fr; }
.two > div { min-width: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
h3 { font-size: .85rem; color: var(--soft); text-transform: uppercase; letter-spacing: .05em; }
del { color: var(--gone); } del, mark { border-radius: 2px; }
mark { color: inherit; background: var(--left); }
mark.lost { background: var(--lost); border-bottom: 2px solid; }
del mark.lost { color: var(--ink); }
.narrow { display: none; }
@media (max-width: 50rem) { .two { grid-template-columns: 1fr; } .narrow { display: inline; } }
"""
_FIGURES = (
    "<b>Precision</b>: how much of the text that is left is main text. <b>Recall</b>: how much of "
    "the gold text is left. <b>F1</b>: both in one. <b>Lost</b>: how much of the main text that "
    "the page had was removed (-: not known). Counted in runs of four words."
)


def render_html(evaluation: Evaluation, worst: int) -> str:
    """The worst pages: the original with what went and what stayed, beside the gold text."""
    pages = evaluation.pages[:worst]
    rows = "".join(
        f'<tr><td><a href="#p{i}">{escape(page.pair.id)}</a></td>{_cells(page)}</tr>'
        for i, page in enumerate(pages)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>cleaner eval</title><style>{_STYLE}</style></head><body>"
        f'<h1 id="top">{_title(len(pages), len(evaluation.pages))}</h1>'
        f"<p>{_legend(pages)}</p><p>{_FIGURES}</p>"
        "<table><tr><th>page</th><th>precision</th><th>recall</th><th>F1</th><th>lost</th></tr>"
        f"{rows}</table>{''.join(_section(i, page) for i, page in enumerate(pages))}"
        "</body></html>\n"
    )


def _title(worst: int, pages: int) -> str:
    return f"The {'' if worst == 1 else f'{worst:,} '}worst of {number(pages, 'page')}"


def _legend(pages: Sequence[PageResult]) -> str:
    """What the columns and the colours are; the columns stand below each other in a narrow window.

    Where no edit of the original is known, a page is what cleaning left of it.
    """
    parts = []
    if any(map(_is_annotated, pages)):
        parts.append(
            "<b>Page</b>: the original, <del>what was removed</del> struck out (point at it for "
            "the rule and the reason)."
        )
    if not all(map(_is_annotated, pages)):
        parts.append("<b>Cleaned</b>: what is left, without what was removed.")
    parts.append("<b>Gold</b>: the main text, as people marked it.")
    return (
        f"{' '.join(parts)} "
        '<mark class="lost">Main text that is missing</mark> · '
        "<mark>what is not main text and was left in</mark>"
    )


def _is_annotated(page: PageResult) -> bool:
    """Whether the original is shown, with what was removed."""
    return page.pair.original is not None and bool(page.pair.edits)


def _values(page: PageResult) -> dict[str, str]:
    scores = page.scores
    return {
        "precision": "-" if scores.precision is None else f"{scores.precision:.3f}",
        "recall": f"{scores.recall:.3f}",
        "F1": f"{scores.f1:.3f}",
        "lost": "-" if scores.lost is None else f"{scores.lost:.1%}",
    }


def _cells(page: PageResult) -> str:
    return "".join(f"<td>{value}</td>" for value in _values(page).values())


def _figures(page: PageResult) -> str:
    return " · ".join(f"{name} {value}" for name, value in _values(page).items())


def _section(number: int, page: PageResult) -> str:
    pair = page.pair
    if pair.original is not None and _is_annotated(page):
        left, title = _annotated(pair.original, pair.edits, pair.gold), "Page"
    else:
        left, title = _marked(pair.cleaned, align(pair.cleaned, pair.gold), ""), "Cleaned"
    right = _marked(pair.gold, align(pair.gold, pair.cleaned), ' class="lost"')
    return (
        f'<section id="p{number}"><h2>{escape(pair.id)}</h2><p>{_figures(page)}'
        f'<span class="narrow"> · <a href="#g{number}">to the gold text</a></span>'
        ' · <a href="#top">up</a></p>'
        f'<div class="two"><div><h3>{title}</h3><div class="text">{left}</div></div>'
        f'<div><h3 id="g{number}">Gold</h3><div class="text">{right}</div></div></div></section>'
    )


def _annotated(original: str, edits: Sequence[Edit], gold: str) -> str:
    """The original with its edits: removed main text and left boilerplate stand out."""
    tokens = align(original, gold)
    parts = []
    at = 0
    for edit in edits:
        parts.append(_stretch(original, at, edit.start, tokens, ""))
        words = any(map(str.isalnum, edit.removed))
        if words and not any(map(str.isalnum, edit.replacement)):
            title = escape(f"{edit.rule}: {edit.why}", quote=True)
            inside = _stretch(original, edit.start, edit.end, tokens, ' class="lost"', lost=True)
            parts.append(f'<del title="{title}">{inside}</del>')
        else:
            parts.append(escape(edit.replacement))
        at = edit.end
    parts.append(_stretch(original, at, len(original), tokens, ""))
    return "".join(parts)


def _stretch(
    text: str, start: int, end: int, tokens: Sequence[Token], attribute: str, *, lost: bool = False
) -> str:
    inside = [
        Token(token.start - start, token.end - start, token.common != lost)
        for token in tokens
        if start <= token.start and token.end <= end
    ]
    return _marked(text[start:end], inside, attribute)


def _marked(text: str, tokens: Sequence[Token], attribute: str) -> str:
    """``text`` with a mark around each run of tokens that are not common."""
    parts = []
    at = 0
    for start, end in _foreign(tokens):
        parts.append(f"{escape(text[at:start])}<mark{attribute}>{escape(text[start:end])}</mark>")
        at = end
    parts.append(escape(text[at:]))
    return "".join(parts)


def _foreign(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = last = None
    for token in tokens:
        if token.common:
            if first is not None and last is not None:
                yield first.start, last.end
            first = None
        else:
            first = first or token
            last = token
    if first is not None and last is not None:
        yield first.start, last.end

"""The closing words of ``check``, for people."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.configfile import shown
from cleaner.engine.baseline import Baseline
from cleaner.engine.gate import Figures
from cleaner.packs import Pack
from cleaner.report.summary import failed, number


def closing_words(
    figures: Figures,
    *,
    fixing: bool,
    budget: int,
    baseline: Baseline | None,
    written: bool,
    packs: tuple[Pack, ...],
) -> Iterator[str]:
    """Lines that say how many findings there are, and what was done with them."""
    if fixing:
        yield f"{number(figures.fixed, 'document')} fixed"
    if not figures.files and not figures.failures:
        yield "nothing to check: no files of a known kind there"
    elif not figures.findings:
        new = "new " if figures.known else ""
        yield f"no {new}findings in {number(figures.documents, 'document')}"
    else:
        fixable = f"; --fix takes {figures.fixable:,}" if figures.fixable and not fixing else ""
        files = f"{len(figures.by_file):,} of {number(figures.files, 'file')}"
        yield f"{number(figures.findings, 'finding')} in {files}{fixable}"
        if figures.findings <= budget:
            yield f"within the budget of {budget:,}"
    if baseline is not None:
        path = shown(baseline.path)
        if written or figures.known:
            verb = "written to" if written else "known by"
            yield f"{number(figures.known, 'finding')} {verb} {path}"
        if baseline.pruned:
            yield f"{number(baseline.pruned, 'finding')} gone, pruned from {path}"
    if figures.skipped:
        yield f"{figures.skipped:,} passed over (exclude, .gitignore)"
    if figures.failures:
        yield failed(len(figures.failures))
    yield f"packs: {', '.join(map(_pack, packs))}"


def _pack(pack: Pack) -> str:
    return f"{pack.name} {pack.version or pack.origin} {pack.hash[:8]}"

"""A run of ``cleaner check``: the parts put together, and the words around the report."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from cleaner.cli import console, values
from cleaner.config import Config
from cleaner.engine.baseline import Baseline, settings_text
from cleaner.engine.cache import Cache
from cleaner.engine.checked import Checked, CheckJob, CheckSettings
from cleaner.engine.gate import Figures, against, check, fix, sources
from cleaner.errors import CleanerError, need
from cleaner.packs import Pack, loaded_packs
from cleaner.places import cache_folder
from cleaner.report.check import closing_words
from cleaner.report.formats import reporter
from cleaner.report.formats.base import Report, Run
from cleaner.writing import StagedStream


class Wishes(NamedTuple):
    """What the command line asks for, the configuration included."""

    config: Config
    output_format: str
    output_file: str | None
    statistics: bool
    fix: bool
    diff: bool
    exit_zero: bool
    write_baseline: str | None
    prune: bool
    cache: bool
    ledger: bool
    workers: int
    quiet: bool


def run(arguments: Sequence[str], wishes: Wishes) -> int:
    """Check the sources that are named; returns the exit code."""
    config = wishes.config
    settings = CheckSettings(
        cleaner=values.cleaner_settings(config),
        html_mode=config.html_mode,
        text_field=config.text_field,
        id_field=config.id_field,
        diff=wishes.diff,
        ignorable=config.ignorable,
    )
    packs = loaded_packs(config.rules)
    own = filter(None, (wishes.output_file, wishes.write_baseline, config.baseline))
    jobs, problems, skipped = sources(arguments, config, own)
    if any(job.kind == "html" for job in jobs):
        need("trafilatura", "html")
    baseline = _baseline(wishes, settings, packs)
    figures = Figures(failures=list(problems), skipped=skipped)
    with ExitStack() as stack:
        cache = None
        if wishes.cache:
            folder = Path(config.cache_dir) if config.cache_dir else cache_folder()
            cache = stack.enter_context(Cache(folder, settings, packs))
        if wishes.fix:
            _fix(jobs, settings, wishes, cache, baseline, figures)
        report = stack.enter_context(_report(wishes, packs))
        for checked in check(jobs, settings, workers=wishes.workers, cache=cache):
            _take(checked, baseline, wishes, figures, report)
        report.close(figures)
    console.errors(figures.failures)
    _keep_baseline(baseline, wishes)
    if not wishes.quiet:
        _closing_words(wishes, figures, baseline, packs)
    return _status(wishes, figures)


def _take(
    checked: Checked,
    baseline: Baseline | None,
    wishes: Wishes,
    figures: Figures,
    report: Report,
) -> None:
    if wishes.write_baseline and baseline is not None:
        baseline.add(checked)
    checked = against(baseline, checked)
    figures.add(checked)
    if not wishes.diff:
        report.file(checked)
    elif checked.found and checked.diff:
        figures.diffs += 1
        report.write(_diff(checked.diff))


def _diff(diff: str) -> str:
    if not console.wants_colour(sys.stdout):
        return diff
    from cleaner.report.diff import coloured

    return coloured(diff)


def _fix(
    jobs: Sequence[CheckJob],
    settings: CheckSettings,
    wishes: Wishes,
    cache: Cache | None,
    baseline: Baseline | None,
    figures: Figures,
) -> None:
    """Fix the files with new findings; what is left is found when they are checked again."""
    found = check(jobs, settings, workers=wishes.workers, cache=cache)
    dirty = [
        job
        for job, checked in zip(jobs, found, strict=True)
        if any(one.fixable for one in against(baseline, checked).found)
    ]
    done = fix(dirty, settings, workers=wishes.workers, keep_ledger=wishes.ledger)
    figures.fixed = done.changed
    # What cannot be read is found again by the check that follows; the rest is told here.
    figures.failures += [
        CleanerError(said) for said in done.failures if not said.endswith("(copied unchanged)")
    ]


@contextmanager
def _report(wishes: Wishes, packs: tuple[Pack, ...]) -> Iterator[Report]:
    """The report on its way to standard output, or to a file that is put in place at the end."""
    to_terminal = wishes.output_file is None and sys.stdout.isatty()
    facts = Run(
        packs,
        statistics=wishes.statistics,
        colour=wishes.output_file is None and console.wants_colour(sys.stdout),
        width=shutil.get_terminal_size().columns if to_terminal else 0,
    )
    make = Report if wishes.diff else reporter(wishes.output_format)
    if wishes.output_file is None:
        sys.stdout.flush()
        report = make(_print, facts)
        report.open()
        yield report
        _print("")
        return
    with StagedStream(Path(wishes.output_file), compress=False) as stream:
        report = make(lambda text: _write(stream, text), facts)
        report.open()
        yield report
        stream.commit()


def _print(text: str) -> None:
    """Write to standard output; what is found counts and is remembered even if nobody reads on."""
    with suppress(BrokenPipeError):
        _write(sys.stdout.buffer, text)
        if not text:
            sys.stdout.buffer.flush()


class _Bytes(Protocol):
    def write(self, data: bytes, /) -> object: ...


def _write(stream: _Bytes, text: str) -> None:
    """Names of files can hold what is no text."""
    stream.write(text.encode("utf-8", "backslashreplace"))


def _baseline(wishes: Wishes, settings: CheckSettings, packs: tuple[Pack, ...]) -> Baseline | None:
    said = settings_text(settings, packs)
    if wishes.write_baseline is not None:
        return Baseline(Path(wishes.write_baseline), said, fresh=True)
    named = wishes.config.baseline
    return Baseline(Path(named), said) if named is not None else None


def _keep_baseline(baseline: Baseline | None, wishes: Wishes) -> None:
    if baseline is None or wishes.diff:
        return
    if wishes.write_baseline is not None:
        baseline.take()
        baseline.write()
    elif wishes.prune and baseline.prune():
        baseline.write()


def _closing_words(
    wishes: Wishes, figures: Figures, baseline: Baseline | None, packs: tuple[Pack, ...]
) -> None:
    for line in closing_words(
        figures,
        fixing=wishes.fix,
        budget=wishes.config.max_findings,
        baseline=baseline,
        written=wishes.write_baseline is not None,
        packs=packs,
    ):
        console.note(line)


def _status(wishes: Wishes, figures: Figures) -> int:
    if figures.failures:
        return 2
    if wishes.exit_zero:
        return 0
    found = figures.diffs if wishes.diff else figures.findings - wishes.config.max_findings
    return 1 if found > 0 else 0

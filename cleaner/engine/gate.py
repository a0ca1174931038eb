"""A whole run of ``check``: sources to findings, through cache and baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.config import Config, absolute
from cleaner.engine.baseline import Baseline
from cleaner.engine.cache import Cache, stamp
from cleaner.engine.checked import NOT_FIXED, STDIN, Checked, CheckJob, CheckSettings
from cleaner.engine.pool import outcomes
from cleaner.engine.selection import FileRules, exclusion_of
from cleaner.errors import CleanerError, ConfigError
from cleaner.sources import scan
from cleaner.walk import Entry

if TYPE_CHECKING:
    from cleaner.engine.local import Totals


@dataclass(slots=True)
class Figures:
    """The figures of a run. ``known``: findings that the baseline keeps quiet."""

    files: int = 0
    documents: int = 0
    characters: int = 0
    removed: int = 0
    findings: int = 0
    fixable: int = 0
    known: int = 0
    skipped: int = 0
    fixed: int = 0
    diffs: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    by_file: Counter[str] = field(default_factory=Counter)
    failures: list[CleanerError] = field(default_factory=list)

    def add(self, checked: Checked) -> None:
        """Add the figures of one source."""
        self.files += 1
        self.documents += checked.documents
        self.characters += checked.characters
        self.removed += checked.removed
        self.known += checked.known
        self.failures += checked.failures
        if checked.found:
            self.findings += len(checked.found)
            self.fixable += sum(found.fixable for found in checked.found)
            self.rules.update(found.rule for found in checked.found)
            self.by_file[checked.name] += len(checked.found)


def sources(
    arguments: Sequence[str], config: Config, own: Iterable[str] = ()
) -> tuple[list[CheckJob], list[CleanerError], int]:
    """The jobs for what is named, what is wrong with it, and how much was passed over.

    ``own``: files that the run writes. They are no sources, unless they are named.
    """
    if "-" in arguments and len(arguments) > 1:
        raise ConfigError("standard input cannot be mixed with files", remedy="check it alone")
    exclusion = exclusion_of(config)
    entries, problems = scan(arguments, exclusion=exclusion)
    written = set(map(absolute, own)) - set(map(absolute, arguments))
    if written:
        entries = [entry for entry in entries if absolute(entry.path) not in written]
    ignores = FileRules(config)
    return [_job(entry, ignores) for entry in entries], problems, exclusion.skipped


def _job(entry: Entry, ignores: FileRules) -> CheckJob:
    if not entry.path:
        return CheckJob(STDIN, "", "text", "")
    name = entry.path.removeprefix("./")
    return CheckJob(name, entry.path, entry.kind, entry.root, ignores.of(entry.path))


def check(
    jobs: Sequence[CheckJob],
    settings: CheckSettings,
    *,
    workers: int = 1,
    cache: Cache | None = None,
) -> Iterator[Checked]:
    """Yield what is found in each source, in order; files that did not change come from ``cache``.

    Raises ConfigError and RuleError for settings that cannot be used.
    """
    if cache is None or settings.diff:
        yield from _look(jobs, settings, workers)
        return
    paths = _absolute(jobs)
    stamps = [stamp(path) for path in paths]
    cache.load(paths)
    known = [
        seen is not None and cache.knows(job, path, seen)
        for job, path, seen in zip(jobs, paths, stamps, strict=True)
    ]
    fresh = _look([job for job, hit in zip(jobs, known, strict=True) if not hit], settings, workers)
    for job, path, seen, hit in zip(jobs, paths, stamps, known, strict=True):
        if hit:
            yield cache.take(job, path) or next(_look([job], settings, 1))
            continue
        checked = next(fresh)
        if seen is not None and stamp(path) == seen:
            cache.put(job, path, seen, checked)
        yield checked


def _absolute(jobs: Sequence[CheckJob]) -> list[str]:
    """The paths of the cache; a root that thousands of files share is made absolute once."""
    roots: dict[str, str] = {}
    paths = []
    for job in jobs:
        root = job.root
        if root not in roots:
            roots[root] = absolute(root)
        whole = job.source.startswith(root + "/")
        paths.append(roots[root] + job.source[len(root) :] if whole else absolute(job.source))
    return paths


def _look(jobs: Sequence[CheckJob], settings: CheckSettings, workers: int) -> Iterator[Checked]:
    if not jobs:
        return
    # Brings the matchers and the pattern libraries with it, which a warm cache does not need.
    from cleaner.engine.checker import Checker

    yield from outcomes(jobs, Checker, settings, workers)


def against(baseline: Baseline | None, checked: Checked) -> Checked:
    """The findings that the baseline does not know."""
    if baseline is not None:
        new = baseline.new(checked)
        checked.known = len(checked.found) - len(new)
        checked.found = new
    return checked


def fix(
    jobs: Sequence[CheckJob], settings: CheckSettings, *, workers: int, keep_ledger: bool
) -> Totals:
    """Clean sources in place, with their ledgers.

    HTML and web archives are not replaced by their text. Without a ledger the related cards are
    dropped, too, so that nothing is written but the files.
    """
    from cleaner.engine.local import Totals, run
    from cleaner.engine.plan import once
    from cleaner.engine.worker import Job, Settings

    work = [
        Job(
            path=job.path,
            kind=job.kind,
            document=_relative(job),
            name=_relative(job),
            target=job.path,
            base=Path(job.root) / ".cleaner",
            ignore=job.ignore,
        )
        for job in jobs
        if job.kind not in NOT_FIXED and job.name != STDIN
    ]
    if not work:
        return Totals()
    cleaner = settings.cleaner
    if not keep_ledger and cleaner.get("related") == "extract":
        cleaner = cleaner | {"related": "drop"}
    in_place = Settings(
        cleaner=cleaner,
        text_field=settings.text_field,
        id_field=settings.id_field,
        ledger=keep_ledger,
    )
    return run(once(work), in_place, workers=workers)


def _relative(job: CheckJob) -> str:
    with suppress(ValueError):
        return job.path.relative_to(job.root).as_posix()
    return job.path.name

"""``cleaner clean``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cleaner.cli import console, options
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.engine.local import Totals
    from cleaner.engine.worker import Job, Settings
    from cleaner.report.progress import JsonProgress

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def clean(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, or - for standard input."),
    ],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Folder for the results.")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Replace the files themselves.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print a unified diff, write nothing; exit 1 if any.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    level: options.Level = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    related: Annotated[
        str | None,
        typer.Option(
            help="Related-article cards: extract, drop or keep [default: extract].",
            autocompletion=options.one_of(("extract", "drop", "keep")),
        ),
    ] = None,
    keep: Annotated[
        str,
        typer.Option(
            help="Which copy of a related card survives: longest, first, earliest, latest."
        ),
    ] = "longest",
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help='What "2 hours ago" on a card counts from [default: its file\'s time].',
        ),
    ] = None,
    mojibake: options.Mojibake = None,
    html_mode: options.HtmlMode = None,
    text_field: options.TextField = None,
    id_field: options.IdField = None,
    source_format: options.From = None,
    to: options.To = None,
    shard_size: options.ShardSize = None,
    max_removed: options.MaxRemoved = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.Gitignore = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    jobs: options.Jobs = "auto",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run into OUT that was interrupted.")
    ] = False,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", help="Set aside a document that takes longer; 0: never."),
    ] = 300.0,
    memory: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help='Memory of a process ("2GB"); more is set aside.'),
    ] = None,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Tell the progress on stderr as JSON lines.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger/--no-ledger", help="Record every change, for restore.")
    ] = True,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
    color: options.Color = "auto",
) -> None:
    """Clean files and folders; nothing is lost.

    Reads .txt .md .html .htm, JSONL and CSV (also .gz .zst), Parquet, Arrow, WARC, tar and zip
    and mirrors the tree of SOURCE below OUT, in the same formats (HTML becomes text, WARC JSONL),
    with OUT/ledger.jsonl (every change) and OUT/related.jsonl (related-article cards, merged).
    A single file or - without -o goes to standard output. [tool.cleaner] in the nearest
    pyproject.toml, or cleaner.toml, gives the values that are not given here.

    Examples:
      cleaner clean pages/ -o clean/

      cleaner clean page.txt --diff

      cleaner clean corpus.jsonl.gz -o clean/ --text-field body --id-field url

      cleaner clean crawl.warc.gz -o clean/ --to parquet

      cleaner clean pages/ -o clean/ --max-removed 40%

      cat page.txt | cleaner clean - > page.clean.txt

    """
    from cleaner.engine.worker import Settings

    given = {
        "level": level,
        "select": select,
        "ignore": ignore,
        "rules": rules,
        "related": related,
        "mojibake": mojibake,
        "html_mode": html_mode,
        "text_field": text_field,
        "id_field": id_field,
        "max_removed": max_removed,
        "exclude": exclude,
        "force_exclude": force_exclude,
        "respect_gitignore": respect_gitignore,
    }
    found = options.configured(sources, given, config, isolated).config
    settings = Settings(
        cleaner=options.cleaner_settings(found),
        html_mode=found.html_mode,
        text_field=found.text_field,
        id_field=found.id_field,
        ledger=ledger,
        write=not (diff or dry_run),
        diff=diff,
        keep=options.keep(keep),
        now=options.now(now),
        shard_size=options.size("shard-size", shard_size),
        timeout=max(0.0, timeout),
        memory=options.size("memory", memory),
    )
    if resume and (output is None or not settings.write):
        raise ConfigError(
            "--resume goes on with a run into a folder",
            remedy="give -o OUT; a run in place is just run again",
        )
    if output is not None and in_place:
        raise ConfigError("-o and --in-place exclude each other", remedy="give one of them")
    if _to_stdout(sources, output, in_place, settings):
        from cleaner.cli.stream import clean_to_stdout

        raise typer.Exit(clean_to_stdout(sources[0], settings, quiet))
    if in_place and (to or settings.shard_size):
        raise ConfigError("--to and --shard-size need new files", remedy="give -o OUT")
    forms = (options.known_format("from", source_format), options.ending("to", to))
    how = _How(forms, options.workers(jobs), resume, json_progress, quiet)
    raise typer.Exit(_clean_tree(sources, output, found, settings, how))


class _How(NamedTuple):
    """How a run goes, which its results do not depend on but for ``forms`` (--from, --to)."""

    forms: tuple[str, str]
    workers: int
    resume: bool
    json_progress: bool
    quiet: bool


def _to_stdout(sources: list[str], output: str | None, in_place: bool, settings: Settings) -> bool:
    if output is not None or in_place or (not settings.write and sources != ["-"]):
        return False
    if len(sources) == 1 and (sources[0] == "-" or not Path(sources[0]).is_dir()):
        return True
    raise ConfigError(
        "where to? a folder or several sources need an output",
        remedy="give -o OUT, --in-place, --diff or --dry-run",
    )


def _clean_tree(
    sources: list[str],
    output: str | None,
    config: Config,
    settings: Settings,
    how: _How,
) -> int:
    from cleaner.engine.local import run
    from cleaner.engine.plan import plan
    from cleaner.engine.selection import FileRules, exclusion_of
    from cleaner.report.summary import summary

    out = Path(output) if output is not None else None
    exclusion = exclusion_of(config)
    work, problems = plan(
        sources,
        out,
        exclusion=exclusion,
        ignores=FileRules(config),
        kind=how.forms[0],
        to=how.forms[1],
    )
    for problem in problems:
        console.error(problem)
    options.need_for({job.kind for job in work})
    try:
        with _Progress(work, settings, how) as progress:
            totals = run(
                work,
                settings,
                workers=how.workers,
                watch=progress.seen,
                progress=progress.advance,
                resume=how.resume,
            )
    except KeyboardInterrupt:
        hint = "go on with --resume" if out is not None else "run again to finish the rest"
        console.note(f"interrupted; what was finished is in place, {hint}")
        return 130
    if not how.quiet:
        for line in summary(totals, written=settings.write):
            console.note(line)
        if totals.failures and settings.write and out is not None:
            console.note(f"failures are listed in {out / 'failures.jsonl'}")
        if exclusion.skipped:
            console.note(f"{exclusion.skipped:,} passed over (exclude, .gitignore)")
    return _status(totals, bool(problems), settings.diff)


def _status(totals: Totals, problems: bool, diff: bool) -> int:
    if totals.failures or problems:
        return 2
    return 1 if diff and totals.changed else 0


class _Progress:
    """Diffs and failures as they come, and a bar when stderr is a terminal."""

    def __init__(self, jobs: list[Job], settings: Settings, how: _How) -> None:
        self.colour = settings.diff and console.wants_colour(sys.stdout)
        self.bar: Any = None
        self.json: JsonProgress | None = None
        shown = not how.quiet and sys.stderr.isatty() and not settings.diff
        if how.json_progress or shown:
            from cleaner.engine.pool import size_of
            from cleaner.report.progress import JsonProgress, bar

            total = sum(map(size_of, jobs))
            if how.json_progress:
                self.json = JsonProgress(total, len(jobs))
            else:
                self.bar = bar(total)

    def __enter__(self) -> _Progress:
        if self.bar is not None:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
        if self.json is not None:
            self.json.say(end=True)

    def advance(self, size: int) -> None:
        """So many bytes of the sources are done."""
        if self.bar is not None:
            self.bar.advance(self.bar.task_ids[0], size)
        if self.json is not None:
            self.json.advance(size)

    def seen(self, outcome: Any) -> None:
        """Take notice of a finished source."""
        if outcome.diff:
            from cleaner.report.diff import coloured

            text = coloured(outcome.diff) if self.colour else outcome.diff
            sys.stdout.write(text.encode("utf-8", "replace").decode())
        for failure in outcome.failures:
            console.error(failure)
        if self.json is not None:
            self.json.source(len(outcome.failures))

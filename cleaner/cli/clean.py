"""``cleaner clean``."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cleaner.cli import console, options, stopping, values
from cleaner.cli.watching import steps
from cleaner.errors import ConfigError
from cleaner.model import KEEPS
from cleaner.remote import located

if TYPE_CHECKING:
    from cleaner.cli.teaching import Teacher
    from cleaner.config import Config
    from cleaner.engine.local import Totals
    from cleaner.engine.worker import Settings

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
            autocompletion=options.completion(("extract", "drop", "keep")),
        ),
    ] = None,
    keep: Annotated[
        str,
        typer.Option(
            help="Which copy of a related card survives: longest, first, earliest, latest.",
            autocompletion=options.completion(KEEPS),
        ),
    ] = "longest",
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help='What "2 hours ago" on a card counts from [default: its file\'s time].',
        ),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="First learn what the pages of a site share.")
    ] = False,
    min_confidence: Annotated[
        float, typer.Option(help="Least confidence of what --learn applies, 0 to 1.")
    ] = 0.8,
    url_field: Annotated[
        str, typer.Option(help="Field of a record with its URL or site, for --learn.")
    ] = "url",
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
    engine: options.Engine = "local",
    address: options.Address = None,
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
    A single text or page or - without -o goes to standard output. [tool.cleaner] in the nearest
    pyproject.toml, or cleaner.toml, gives the values that are not given here.

    Examples:

      cleaner clean pages/ -o clean/

      cleaner clean page.txt --diff

      cleaner clean corpus.jsonl.gz -o clean/ --text-field body --id-field url

      cleaner clean crawl.warc.gz -o clean/ --to parquet

      cleaner clean pages/ -o clean/ --max-removed 40%

      cleaner clean pages/ -o clean/ --learn

      cleaner clean /shared/corpus -o /shared/clean --engine ray --address 10.0.0.1:6379

      cat page.txt | cleaner clean - > page.clean.txt

      zcat corpus.jsonl.gz | cleaner clean - --from jsonl > clean.jsonl

    """
    from cleaner.engine.worker import Settings

    if output is not None and in_place:
        raise ConfigError("-o and --in-place exclude each other", remedy="give one of them")
    output = None if output == "-" else output  # where one document goes anyway
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
    loaded = values.configured(sources, given, config, isolated)
    found = loaded.config
    settings = Settings(
        cleaner=values.cleaner_settings(found),
        html_mode=found.html_mode,
        text_field=found.text_field,
        id_field=found.id_field,
        ledger=ledger,
        write=not (diff or dry_run),
        diff=diff,
        keep=values.keep(keep),
        now=values.now(now),
        shard_size=values.size("shard-size", shard_size),
        timeout=values.seconds(timeout),
        memory=values.memory(memory),
        ignorable=found.ignorable,
    )
    if resume and (output is None or not settings.write):
        raise ConfigError(
            "--resume goes on with a run into a folder",
            remedy="give -o OUT; a run in place is just run again",
        )
    workers = values.workers(jobs)
    sure = values.confidence(min_confidence)
    writes = output is not None or in_place
    values.cluster(engine, address, [*sources, output], writes=writes, learn=learn)
    if _to_stdout(sources, output, in_place, settings):
        from cleaner.cli.stream import check_alone, clean_to_stdout

        check_alone(sources[0], learn, source_format, to or shard_size, memory or json_progress)
        with values.placed(loaded):
            raise typer.Exit(clean_to_stdout(sources[0], settings, found, quiet, source_format))
    if in_place and (to or settings.shard_size):
        raise ConfigError("--to and --shard-size need new files", remedy="give -o OUT")
    forms = (values.known_format("from", source_format), values.ending("to", to))
    teacher = None
    if learn:
        from cleaner.cli.teaching import teacher_of

        watch = partial(steps, quiet, json_progress=json_progress)
        teacher = teacher_of(sources, sure, url_field, workers, watch, quiet)
    how = _How(forms, workers, writes, resume, json_progress, quiet, teacher, engine, address)
    with values.placed(loaded):
        raise typer.Exit(_clean_tree(sources, output, found, settings, how))


class _How(NamedTuple):
    """How a run goes, which its results do not depend on but for ``forms`` (--from, --to).

    ``writes``: results have a place, if only they were written (--diff, --dry-run).
    """

    forms: tuple[str, str]
    workers: int
    writes: bool
    resume: bool
    json_progress: bool
    quiet: bool
    teacher: Teacher | None
    engine: str
    address: str | None


def _to_stdout(sources: list[str], output: str | None, in_place: bool, settings: Settings) -> bool:
    if output is not None or in_place or (not settings.write and sources != ["-"]):
        return False
    if len(sources) == 1 and (sources[0] == "-" or not located(sources[0]).is_dir()):
        return True
    raise ConfigError(
        "where to? a folder or several sources need an output",
        remedy="give -o OUT, --in-place, --diff or --dry-run",
    )


def _clean_tree(
    sources: list[str], output: str | None, config: Config, settings: Settings, how: _How
) -> int:
    from cleaner.cli.watching import Progress
    from cleaner.engine.cluster import connected
    from cleaner.engine.local import run
    from cleaner.engine.plan import plan
    from cleaner.engine.selection import FileRules, exclusion_of
    from cleaner.report.summary import figures, summary

    out = values.output(output)
    exclusion = exclusion_of(config)
    work, problems = plan(
        sources,
        out,
        in_place=how.writes,
        exclusion=exclusion,
        ignores=FileRules(config),
        kind=how.forms[0],
        to=how.forms[1],
    )
    failures = console.Failures()
    failures.tell(problems)
    if problems and not work:
        failures.close()
        return 2
    values.need_for({job.kind for job in work})
    try:
        with ExitStack() as stack:
            if how.teacher is not None:
                settings = stack.enter_context(how.teacher(work, settings))
            progress = stack.enter_context(
                Progress(
                    work,
                    settings,
                    failures,
                    json_progress=how.json_progress,
                    quiet=how.quiet,
                )
            )
            carrier = stack.enter_context(connected(how.engine, how.address))
            totals = run(
                work,
                settings,
                workers=how.workers,
                watch=progress.seen,
                progress=progress.advance,
                kept=progress.keep,
                resume=how.resume,
                carrier=carrier,
                problems=problems,
            )
    except KeyboardInterrupt as stop:
        hint = "go on with --resume" if out is not None else "run again to finish the rest"
        word = f"{stopping.word(stop)}; what was finished is in place, {hint}"
        console.event("stopped", message=word) if how.json_progress else console.note(word)
        return stopping.exit_code(stop)
    if how.json_progress:
        console.event("totals", **figures(totals))
    elif not how.quiet:
        idle = values.idle({job.kind for job in work}, how.forms[1], settings.shard_size)
        for line in (*summary(totals, written=settings.write), *idle):
            console.note(line)
        if totals.failures and settings.write and out is not None:
            console.note(f"failures are listed in {out / 'failures.jsonl'}")
        if exclusion.skipped:
            console.note(f"{exclusion.skipped:,} passed over (exclude, .gitignore)")
    return _status(totals, settings.diff)


def _status(totals: Totals, diff: bool) -> int:
    if totals.failures:
        return 2
    return 1 if diff and totals.changed else 0

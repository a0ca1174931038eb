"""``cleaner dedup``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import console, options, values
from cleaner.deduplication.units import UNITS
from cleaner.errors import ConfigError
from cleaner.model import KEEPS
from cleaner.report.summary import failed, number
from cleaner.rules import one_of

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.engine.dedup import DedupSettings, DedupTotals
    from cleaner.engine.worker import Job
    from cleaner.errors import CleanerError
    from cleaner.exclusion import Exclusion

app = typer.Typer(rich_markup_mode=None, add_completion=False)

FEWEST = {"snippet": 1, "paragraph": 8, "document": 1}


@app.command()
def dedup(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Text files, JSONL, tables, folders.")
    ],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Folder for the results.")
    ] = None,
    unit: Annotated[
        str,
        typer.Option(
            help="What is compared: snippet, paragraph or document.",
            autocompletion=options.completion(UNITS),
        ),
    ] = "snippet",
    keep: Annotated[
        str | None,
        typer.Option(
            help="Which copy survives: longest, first, earliest or latest "
            "[default: longest; of paragraphs the first].",
            autocompletion=options.completion(KEEPS),
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(help="Share of the shorter text that copies must share [default: 0.57]."),
    ] = None,
    quotations: Annotated[
        bool, typer.Option("--quotations", help="Also remove paragraphs quoted elsewhere.")
    ] = False,
    min_words: Annotated[
        int | None,
        typer.Option(min=1, help="Leave shorter units alone [default: 8 for paragraphs, else 1]."),
    ] = None,
    index: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Remember what was seen, and compare with it."),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="TIME", help='What "2 hours ago" counts from [default: file time].'),
    ] = None,
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Say why two snippets are merged or not; write nothing."),
    ] = None,
    text_field: options.TextField = None,
    id_field: options.IdField = None,
    exclude: options.Exclude = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    engine: options.Engine = "local",
    address: options.Address = None,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help='Memory of the process ("4GB"); the rest goes to temporary files '
            "[default: half of the machine's memory].",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger/--no-ledger", help="Record every change, for restore.")
    ] = True,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
) -> None:
    """Remove near-duplicates across files and records; nothing is lost.

    A snippet is a record of a JSONL file, or a block between blank lines of a text file. Mirrors
    the tree of SOURCE below OUT without the copies, with OUT/clusters.jsonl (who is a copy of
    whom, and why) and OUT/ledger.jsonl for restore. A paragraph goes only where it is boilerplate
    or copied with its surroundings; what two articles quote stays in both.

    Examples:

      cleaner dedup cards.jsonl -o out/

      cleaner dedup corpus/ -o out/ --unit paragraph

      cleaner dedup today.jsonl -o out/ --index seen.sqlite

      cleaner dedup cards.jsonl --id-field id --explain 17 42

    """
    from cleaner.deduplication.clusters import limits_for
    from cleaner.deduplication.units import UNITS
    from cleaner.engine.dedup import DedupSettings
    from cleaner.engine.selection import exclusion_of

    kind = one_of("unit", unit, UNITS)
    given = {"text_field": text_field, "id_field": id_field, "exclude": exclude}
    found = values.configured(sources, given, config, isolated).config
    settings = DedupSettings(
        unit=kind,
        keep=values.keep(keep or ("first" if unit == "paragraph" else "longest")),
        limits=limits_for(threshold),
        now=values.now(now),
        fewest=FEWEST[unit] if min_words is None else min_words,
        quotations=quotations,
        index=Path(index) if index is not None else None,
        text_field=found.text_field,
        id_field=found.id_field,
        ledger=ledger,
        write=not dry_run,
        memory=values.search_memory(memory),
    )
    values.local("--index", index)
    if explain is not None:
        from cleaner.cli.pairs import explained

        work, problems = _planned(sources, None, exclusion_of(found))
        raise typer.Exit(explained(work, problems, explain, settings))
    if output is None and not dry_run:
        raise ConfigError("where to?", remedy="give -o OUT, --dry-run or --explain A B")
    values.cluster(engine, address, [*sources, output], writes=True)
    if index is not None and engine != "local":
        raise ConfigError("--index works on one machine", remedy="leave --engine out")
    if index is not None:
        _check_index(index, output)
    if index is not None and memory is not None:
        raise ConfigError("--memory does not hold for an index", remedy="leave one of them out")
    raise typer.Exit(_run(sources, output, found, settings, (engine, address), quiet))


def _run(
    sources: list[str],
    output: str | None,
    config: Config,
    settings: DedupSettings,
    engine: tuple[str, str | None],
    quiet: bool,
) -> int:
    from cleaner.deduplication.steps import here
    from cleaner.engine.cluster import connected
    from cleaner.engine.dedup import run
    from cleaner.engine.selection import exclusion_of

    out = values.output(output)
    exclusion = exclusion_of(config)
    failures = console.Failures()
    work, problems = _planned(sources, out, exclusion)
    failures.tell(problems)
    if problems and not work:
        failures.close()
        return 2
    with connected(*engine) as cluster:
        done = run(
            work,
            out or Path(),
            settings,
            lambda outcome: failures.tell(outcome.failures),
            over=cluster.over if cluster is not None else here,
            problems=problems,
        )
    failures.close()
    if not quiet:
        _summary(done, settings, out)
        if exclusion.skipped:
            console.note(f"{exclusion.skipped:,} passed over (exclude, .gitignore)")
    return 2 if done.totals.failures else 0


def _planned(
    sources: list[str], out: Path | None, exclusion: Exclusion
) -> tuple[list[Job], list[CleanerError]]:
    """The jobs, and what cannot be worked on."""
    from cleaner.engine.corpus import comparable, incomparable
    from cleaner.engine.plan import plan

    if "-" in sources:
        raise ConfigError(
            "dedup compares files, not standard input",
            remedy="save it as a .jsonl or .txt file first",
        )
    idle = incomparable()
    found, problems = plan(sources, out, (), in_place=False, exclusion=exclusion, idle=idle)
    jobs, refused = comparable(found, sources, _books())
    return jobs, problems + refused


def _check_index(index: str, output: str | None) -> None:
    """Raise ConfigError for an index that would be no file, or be overwritten by the run."""
    if index == ":memory:":
        raise ConfigError("an index in memory remembers nothing", remedy="give the path of a file")
    if output is not None:
        path, out = Path(index).resolve(), Path(output).resolve()
        if path.parent == out and path.name in _books():
            raise ConfigError(
                f"--index {index} is a file that the run writes", remedy="give another path"
            )


def _books() -> tuple[str, ...]:
    from cleaner import ledger
    from cleaner.engine.books import FAILURES
    from cleaner.engine.corpus import CLUSTERS

    return CLUSTERS, FAILURES, ledger.LEDGER, ledger.PART


def _summary(done: DedupTotals, settings: DedupSettings, out: Path | None) -> None:
    from cleaner.engine.books import FAILURES

    if not done.totals.sources:
        console.note("nothing to compare: no files of a known kind there")
        return
    verb = "removed" if settings.write else "would be removed"
    console.note(
        f"{number(done.units, settings.unit)} in {number(done.totals.documents, 'document')}, "
        f"{done.distinct:,} distinct; {number(done.removed, 'copy', 'copies')} {verb}"
    )
    if done.clusters:
        where = " in clusters.jsonl" if settings.write else ""
        console.note(f"{number(done.clusters, 'cluster')}{where}")
    if done.quoted:
        console.note(f"{done.quoted:,} quoted in other surroundings, kept (--quotations)")
    if settings.index is not None:
        console.note(f"{done.seen:,} seen in earlier runs ({settings.index})")
        if done.unwritten:
            sources = number(len(done.unwritten), "source")
            console.note(f"not remembered there: {sources} that could not be written")
    if done.totals.failures:
        console.note(failed(len(done.totals.failures)))
        if out is not None and settings.write:
            console.note(f"failures are listed in {out / FAILURES}")

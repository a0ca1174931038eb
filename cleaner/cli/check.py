"""``cleaner check``."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import options, values
from cleaner.errors import ConfigError
from cleaner.remote import is_remote
from cleaner.rules import one_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _formats(incomplete: str = "") -> list[str]:
    from cleaner.report.formats import names

    return [name for name in names() if name.startswith(incomplete)]


@app.command()
def check(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, or - for standard input."),
    ],
    output_format: Annotated[
        str,
        typer.Option(
            help="text, json, jsonl, sarif, github or junit.",
            autocompletion=_formats,
        ),
    ] = "text",
    output_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the report here, not to stdout.")
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings by rule and by file.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Clean the files in place, report what is left.")
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Print what would change as a unified diff; write nothing."),
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 even if there are findings.")
    ] = False,
    max_findings: Annotated[
        int | None, typer.Option(metavar="N", help="Pass with up to N new findings [default: 0].")
    ] = None,
    max_removed: options.MaxRemoved = None,
    min_quality: Annotated[str | None, typer.Option(hidden=True)] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Known findings: quiet, and pruned when they are gone."),
    ] = None,
    write_baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Take all findings for known and write them here."),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune/--no-prune", help="Whether --baseline may drop what is gone.")
    ] = True,
    level: options.Level = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    mojibake: options.Mojibake = None,
    html_mode: options.HtmlMode = None,
    text_field: options.TextField = None,
    id_field: options.IdField = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.Gitignore = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Whether unchanged files are skipped.")
    ] = True,
    cache_dir: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Folder of the cache [default: the user's cache folder]."),
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger/--no-ledger", help="With --fix: record every change.")
    ] = True,
    jobs: options.Jobs = "auto",
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Print the findings, but no closing words.")
    ] = False,
    color: options.Color = "auto",
) -> None:
    """Report what cleaning would change, and change nothing.

    A finding is `path:line:column: rule-id message: "text"`, with lines and columns from 1 and in
    code points. Exit 1 when there are findings, 2 for wrong usage or configuration and for files
    that cannot be read. [tool.cleaner] in the nearest pyproject.toml, or cleaner.toml, gives the
    values that are not given here.

    Examples:

      cleaner check corpus/

      cleaner check corpus/ --output-format sarif --output-file findings.sarif

      cleaner check corpus/ --write-baseline known.json

      cleaner check corpus/ --baseline known.json --max-removed 20%

      cleaner check corpus/ --fix

    """
    from cleaner.cli.gate import Wishes, run

    given = {
        "level": level,
        "select": select,
        "ignore": ignore,
        "rules": rules,
        "mojibake": mojibake,
        "html_mode": html_mode,
        "text_field": text_field,
        "id_field": id_field,
        "max_findings": max_findings,
        "max_removed": max_removed,
        "baseline": baseline,
        "exclude": exclude,
        "force_exclude": force_exclude,
        "respect_gitignore": respect_gitignore,
        "cache_dir": cache_dir,
    }
    if diff and (fix or write_baseline):
        raise ConfigError("--diff writes nothing", remedy="leave out --fix and --write-baseline")
    if diff and (output_format != "text" or statistics):
        raise ConfigError(
            "--diff prints nothing but a diff", remedy="leave out --output-format and --statistics"
        )
    if min_quality is not None:
        raise ConfigError(
            "--min-quality is not there yet", remedy="cleaner eval compares with gold texts"
        )
    if write_baseline and (fix or baseline):
        raise ConfigError(
            "--write-baseline takes all findings for known",
            remedy="leave out --fix and --baseline",
        )
    if fix and "-" in sources:
        raise ConfigError("standard input cannot be fixed", remedy="cleaner clean - > FILE")
    if fix and any(map(is_remote, sources)):
        raise ConfigError("remote files are not replaced in place", remedy="cleaner clean -o OUT")
    values.local("--output-file", output_file)
    values.local("--write-baseline", write_baseline)
    values.apart("--output-file", output_file, sources)
    values.apart("--write-baseline", write_baseline, sources)
    one_of("output-format", output_format, _formats())
    found = values.configured(sources, given, config, isolated)
    wishes = Wishes(
        config=found.config,
        output_format=output_format,
        output_file=output_file,
        statistics=statistics,
        fix=fix,
        diff=diff,
        exit_zero=exit_zero,
        write_baseline=write_baseline,
        prune=prune,
        cache=cache and sources != ["-"],
        ledger=ledger,
        workers=values.workers(jobs),
        quiet=quiet,
    )
    with values.placed(found):
        raise typer.Exit(run(sources, wishes))

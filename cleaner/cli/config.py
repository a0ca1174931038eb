"""``cleaner config``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli import options, values

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def config(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="What would be checked [default: .]."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of the configuration.")
    ] = False,
    level: options.Level = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    mojibake: options.Mojibake = None,
    html_mode: options.HtmlMode = None,
    text_field: options.TextField = None,
    id_field: options.IdField = None,
    max_removed: options.MaxRemoved = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.Gitignore = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Print the configuration in force, and where each value comes from.

    The output is TOML that can be put into cleaner.toml. The file is [tool.cleaner] of the
    nearest pyproject.toml, or the nearest cleaner.toml, from the folder that holds all sources
    upwards.

    Examples:

      cleaner config

      cleaner config pages/ --level safe

      cleaner config --schema > cleaner.schema.json

    """
    from cleaner.report.config import in_force, schema_text

    if schema:
        sys.stdout.write(schema_text())
        return
    given = {
        "level": level,
        "select": select,
        "ignore": ignore,
        "rules": rules,
        "mojibake": mojibake,
        "html_mode": html_mode,
        "text_field": text_field,
        "id_field": id_field,
        "max_removed": max_removed,
        "exclude": exclude,
        "force_exclude": force_exclude,
        "respect_gitignore": respect_gitignore,
    }
    for line in in_force(values.configured(sources or ["."], given, config, isolated)):
        sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")

"""``cleaner explain``."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options, values
from cleaner.errors import ConfigError, ReadError
from cleaner.formats import ending_of
from cleaner.reading import read_bytes, standard_input
from cleaner.remote import located
from cleaner.report.telling import tame
from cleaner.rules import one_of

if TYPE_CHECKING:
    from cleaner.explanation import Explained

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def explain(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A text or HTML file, or - for standard input.")
    ],
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="N[:COLUMN]", help="Tell all of this line (repeatable)."),
    ] = None,
    top: Annotated[
        int, typer.Option(min=1, help="How many parts of a score are told of, the strongest first.")
    ] = 8,
    output_format: options.TextOrJson = "text",
    level: options.Level = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    mojibake: options.Mojibake = None,
    html_mode: options.HtmlMode = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Tell of each line of a document why it goes or stays; nothing is written.

    Without --line a line says what becomes of each line: its number (from 1), - if it goes, how
    likely it is main text by the shape of the page (empty where that was not asked), and the rule
    that changes it, or what speaks most for or against it. With --line come the reasons of the
    rule and the parts of the score in log odds: together with what is expected of any line they
    add up to it. Lines of HTML are those of the extracted text; of a text that lost its line ends
    those that are told apart, with their columns.

    Examples:

      cleaner explain page.txt

      cleaner explain page.txt --line 31 --line 32

      cleaner explain page.txt --output-format json

    """
    from cleaner.cli.stream import document, named
    from cleaner.engine.cleaners import Cleaners
    from cleaner.engine.selection import FileRules
    from cleaner.explanation import explain as explained
    from cleaner.report.explanation import as_json, details, overview

    one_of("output-format", output_format, ("text", "json"))
    given = {
        "level": level,
        "select": select,
        "ignore": ignore,
        "rules": rules,
        "mojibake": mojibake,
        "html_mode": html_mode,
    }
    loaded = values.configured([source], given, config, isolated)
    name, settings = named(source), loaded.config
    if (ending := ending_of(source)) and source != "-":
        raise ReadError(f"{ending} holds many documents", path=name, remedy="give one text, or -")
    data = standard_input() if source == "-" else read_bytes(located(source))
    with values.placed(loaded):
        cleaners = Cleaners(values.cleaner_settings(settings), settings.ignorable)
        tool = cleaners.ignoring(FileRules(settings).of(source) if source != "-" else ())
    read = document(source, data, settings.html_mode)
    found = explained(tool, read.text, extracted=read.extracted)
    if line:
        found = tuple(one for place in line for one in _at(place, found, name))
    if output_format == "json":
        print(json.dumps(list(map(as_json, found)), ensure_ascii=False, indent=2))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        for one in found:
            for shown in details(one, name, top) if line else [overview(one, width)]:
                print(tame(shown))


def _at(place: str, found: Sequence[Explained], name: str) -> list[Explained]:
    """The lines at a place, which is a number or a number and a column, from 1."""
    if not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", place):
        raise ConfigError(f"line is {place!r}", remedy="a number from 1, or LINE:COLUMN")
    chosen = [one for one in found if place in (one.place, str(one.line + 1))]
    if not chosen:
        raise ConfigError(
            f"line {place} of {name} is blank or not there",
            remedy="without --line all lines are told, with their numbers",
        )
    return chosen

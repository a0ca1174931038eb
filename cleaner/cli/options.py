"""Options that several commands have, and their values.

An option that the configuration knows has None for "not given", so that the configuration counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cleaner.cli import console
from cleaner.model import LEVELS
from cleaner.rules import one_of

COLOURS = ("auto", "always", "never")


def _complete_rules(incomplete: str) -> list[str]:
    from cleaner.packs import load_rules

    rules = load_rules().rules
    names = sorted({rule.pack for rule in rules}) + [rule.id for rule in rules]
    return [name for name in names if name.startswith(incomplete)]


def complete_ids(incomplete: str) -> list[str]:
    """Completes the id of a rule."""
    return [name for name in _complete_rules(incomplete) if "/" in name]


def complete_packs(incomplete: str) -> list[str]:
    """Completes the name of a shipped pack."""
    return [name for name in _complete_rules(incomplete) if "/" not in name]


def _color(value: str) -> str:
    """Before the command or behind it; ``auto`` takes nothing back."""
    if one_of("color", value, COLOURS) != "auto":
        console.ask_colour(value)
    return value


def completion(values: Sequence[str]) -> Any:
    """Completes a value that is one of a few."""
    return lambda incomplete: [value for value in values if value.startswith(incomplete)]


Level = Annotated[
    str | None,
    typer.Option(
        help="safe, contextual or aggressive: how much support a rule needs [default: contextual].",
        autocompletion=completion(LEVELS),
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="Use only this rule or pack (repeatable).",
        autocompletion=_complete_rules,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="Leave out this rule or pack (repeatable).",
        autocompletion=_complete_rules,
    ),
]
Rules = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH", help="Rule file or folder beside the packs (repeatable)."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN", help="Pass over these files, as .gitignore says it (repeatable)."
    ),
]
ForceExclude = Annotated[
    bool | None,
    typer.Option(
        "--force-exclude/--no-force-exclude",
        help="Pass over excluded files even if they are named.",
    ),
]
Gitignore = Annotated[
    bool | None,
    typer.Option(
        "--respect-gitignore/--no-respect-gitignore",
        help="Pass over what .gitignore names [default: respect].",
    ),
]
HtmlMode = Annotated[
    str | None,
    typer.Option(
        help="precision, balanced or recall: what counts as text in HTML [default: balanced].",
        autocompletion=completion(("precision", "balanced", "recall")),
    ),
]
TextField = Annotated[
    str | None, typer.Option(help="Field or column with the text [default: text].")
]
IdField = Annotated[str | None, typer.Option(help="Field or column that names a document.")]


def _formats(incomplete: str) -> list[str]:
    from cleaner import formats

    return [name for name in formats.names() if name.startswith(incomplete)]


def _written(incomplete: str) -> list[str]:
    from cleaner import formats

    known = [ending[1:] for ending, name in formats.endings().items() if formats.writes(name)]
    return [name for name in sorted(known) if name.startswith(incomplete)]


From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help="What the named files are, whatever their endings: jsonl, csv, parquet, …",
        autocompletion=_formats,
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help="Write JSONL and tables as jsonl, jsonl.gz, jsonl.zst, csv, parquet, arrow, …",
        autocompletion=_written,
    ),
]
Jobs = Annotated[
    str,
    typer.Option("-j", "--jobs", metavar="N", help="Processes; auto (or 0) uses all cores."),
]

Engine = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Where the work is done: local, or ray (a cluster that shares a folder).",
        autocompletion=completion(("local", "ray")),
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="The cluster of --engine [default: RAY_ADDRESS, else one of this machine].",
    ),
]
ShardSize = Annotated[
    str | None,
    typer.Option(metavar="SIZE", help='Cut results of JSONL and tables into files of "256MB".'),
]
Mojibake = Annotated[
    bool | None,
    typer.Option("--mojibake/--no-mojibake", help="Also mend text decoded twice (needs ftfy)."),
]
MaxRemoved = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE", help='Leave alone a document that would lose more, such as "20%".'
    ),
]
ConfigFile = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="This configuration, not the nearest one."),
]
TextOrJson = Annotated[
    str,
    typer.Option(help="text or json.", autocompletion=completion(("text", "json"))),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration.")]
Color = Annotated[
    str,
    typer.Option(
        help="When to colour: auto, always or never.",
        callback=_color,
        autocompletion=completion(COLOURS),
    ),
]

"""Options that several commands have, and their values.

An option that the configuration knows has None for "not given", so that the configuration counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import console
from cleaner.errors import ConfigError
from cleaner.model import KEEPS, LEVELS, Keep
from cleaner.remote import located
from cleaner.rules import nearest

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.configfile import Loaded

COLOURS = ("auto", "always", "never")


def _complete_rules(incomplete: str) -> list[str]:
    from cleaner.packs import load_rules

    rules = load_rules().rules
    names = sorted({rule.pack for rule in rules}) + [rule.id for rule in rules]
    return [name for name in names if name.startswith(incomplete)]


def _color(value: str) -> str:
    """Before the command or behind it; ``auto`` takes nothing back."""
    if value not in COLOURS:
        remedy = nearest(value, COLOURS) or f"one of: {', '.join(COLOURS)}"
        raise ConfigError(f"color is {value!r}", remedy=remedy)
    if value != "auto":
        console.ask_colour(value)
    return value


def one_of(values: Sequence[str]) -> Any:
    """Completes a value that is one of a few."""
    return lambda incomplete: [value for value in values if value.startswith(incomplete)]


Level = Annotated[
    str | None,
    typer.Option(
        help="safe, contextual or aggressive: how much support a rule needs [default: contextual].",
        autocompletion=one_of(LEVELS),
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
        autocompletion=one_of(("precision", "balanced", "recall")),
    ),
]
TextField = Annotated[
    str | None, typer.Option(help="Field or column with the text [default: text].")
]
IdField = Annotated[str | None, typer.Option(help="Field or column that names a document.")]


def _formats(incomplete: str) -> list[str]:
    from cleaner import formats

    return [name for name in formats.names() if name.startswith(incomplete)]


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
        autocompletion=_formats,
    ),
]
Jobs = Annotated[
    str, typer.Option("-j", "--jobs", metavar="N", help="Processes; auto uses all cores.")
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
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration.")]
Color = Annotated[
    str,
    typer.Option(
        help="When to colour: auto, always or never.",
        callback=_color,
        autocompletion=one_of(COLOURS),
    ),
]


def output(value: str | None) -> Path | None:
    """The folder for results; raises ConfigError for one that cannot be written."""
    if value is None:
        return None
    if value.lower().startswith(("http://", "https://")):
        raise ConfigError(
            f"{value} cannot be written to", remedy="s3://, gs://, hf://, or a local folder"
        )
    return located(value)


def configured(
    sources: Sequence[str], given: dict[str, Any], config: str | None, isolated: bool
) -> Loaded:
    """The configuration in force: ``given`` wins; empty lists count as not given."""
    from cleaner.configfile import load

    said = {key: value for key, value in given.items() if value not in (None, [])}
    return load(sources, said, file=config, isolated=isolated)


def cleaner_settings(config: Config) -> dict[str, Any]:
    """The arguments of ``Cleaner`` that a configuration says."""
    if config.mojibake:
        need("ftfy", "mojibake")
    return {
        "level": config.level,
        "rules": config.rules,
        "select": config.select,
        "ignore": config.ignore,
        "related": config.related,
        "mojibake": config.mojibake,
        "max_removed": config.max_removed,
    }


def keep(value: str) -> Keep:
    """The policy of survivorship; raises ConfigError for an unknown one."""
    for known in KEEPS:
        if value == known:
            if known in ("earliest", "latest"):
                need("dateparser", "dates")
            return known
    raise ConfigError(f"keep is {value!r}", remedy=f"one of: {', '.join(KEEPS)}")


def confidence(value: float) -> float:
    """A confidence; raises ConfigError unless it is from 0 to 1."""
    if not 0 <= value <= 1:
        raise ConfigError(f"min-confidence is {value}", remedy="a number from 0 to 1")
    return value


def now(value: str | None) -> datetime | None:
    """A time in ISO format, in UTC unless it says otherwise; raises ConfigError."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(
            f"now is {value!r}", remedy="a date or time in ISO format: 2026-03-01T12:00"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30}


def size(option: str, value: str | None) -> int:
    """Bytes: ``300``, ``64MB``, ``1.5GiB``; 0 for None. Raises ConfigError."""
    if value is None:
        return 0
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([kmg]i?)?b?\s*", value.lower())
    if found is None or not float(found[1]):
        raise ConfigError(f"{option} is {value!r}", remedy='a number and a unit: "256MB", "1GiB"')
    return max(1, int(float(found[1]) * _UNITS[found[2] or ""]))


def workers(value: str) -> int:
    """The number of processes: ``auto`` (or 0) is as many as there are cores for this one."""
    if value in ("auto", "0"):
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
    if not value.isdecimal():
        raise ConfigError(f"jobs is {value!r}", remedy='a number of processes, or "auto"')
    return int(value)


def known_format(option: str, value: str | None) -> str:
    """A format by its name; raises ConfigError for an unknown one."""
    from cleaner import formats

    return formats.checked(option, value) if value else ""


def ending(option: str, value: str | None) -> str:
    """The ending of files of a format that can be written; raises ConfigError."""
    from cleaner import formats

    if not value:
        return ""
    name = formats.checked(option, value)
    if not formats.writes(name):
        known = ", ".join(one for one in formats.names() if formats.writes(one))
        raise ConfigError(f"{option} is {value!r}, which is read only", remedy=f"one of: {known}")
    given = f".{value.lower().removeprefix('.')}"
    return given if given in formats.endings() else formats.modules()[name].ENDINGS[name][0]


def need_for(kinds: set[str]) -> None:
    """Raise ConfigError if the libraries for kinds of sources are not installed."""
    if kinds & {"html", "warc"}:
        need("trafilatura", "html")
    if "warc" in kinds:
        need("fastwarc", "formats")
    if kinds & {"parquet", "arrow", "warc"}:
        need("pyarrow", "formats")


def need(module: str, extra: str) -> None:
    """Raise ConfigError if a module of an extra is not installed."""
    if find_spec(module) is None:
        raise ConfigError(f"{module} is not installed", remedy=f"pip install '.[{extra}]'")

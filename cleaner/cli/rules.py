"""``cleaner rules``: look at the rules, test them, start a new one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options, values
from cleaner.errors import ConfigError, WriteError
from cleaner.report.telling import tame

app = typer.Typer(
    no_args_is_help=True,
    help="List, show, test and create rules.\n\nExample: cleaner rules show news/read-more",
    add_completion=False,
    rich_markup_mode=None,
)

_RULES = typer.Option("--rules", help="Rule file or folder beside the shipped packs (repeatable).")

_TEMPLATE = """\
message = "what the defect is, in one sentence without a full stop"
kind = "line"
safety = "safe"

[phrases]
en = ["words that the whole line must equal"]

[[tests]]
name = "drops the defect"
input = \"\"\"
The first sentence of a page is long enough to be running text, so it stays as it is.
Words that the whole line must equal\"\"\"
want = \"\"\"
The first sentence of a page is long enough to be running text, so it stays as it is.\"\"\"

[[tests]]
name = "keeps the words inside a sentence"
input = "These are words that the whole line must equal, but the line says more."
want = "These are words that the whole line must equal, but the line says more."
"""


@app.command("list")
def list_rules(
    rules: Annotated[list[str] | None, _RULES] = None,
    pack: Annotated[
        str, typer.Option(help="Only this pack.", autocompletion=options.complete_packs)
    ] = "",
) -> None:
    """List the rules: id, kind, safety, number of phrases, message.

    Columns are separated by tabs when the output is not a terminal.

    Examples:

      cleaner rules list

      cleaner rules list --pack consent | cut -f1

    """
    from cleaner.packs import load_rules
    from cleaner.report.rules import listing, table
    from cleaner.rules import nearest

    values.local("--rules", *(rules or ()))
    known = load_rules(rules or ()).rules
    found = [rule for rule in known if pack in ("", rule.pack)]
    if pack and not found:
        remedy = nearest(pack, {rule.pack for rule in known}) or "see: cleaner rules list"
        raise ConfigError(f"no pack is called {pack!r}", remedy=remedy)
    for line in (table if sys.stdout.isatty() else listing)(found):
        print(line)


@app.command("show")
def show(
    rule_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A rule, such as news/read-more.",
            autocompletion=options.complete_ids,
        ),
    ],
    rules: Annotated[list[str] | None, _RULES] = None,
) -> None:
    """Show one rule: what it takes, when it fires, its tests.

    Example:

      cleaner rules show core/broken-sentence

    """
    from cleaner.packs import load_rules
    from cleaner.report.rules import details

    values.local("--rules", *(rules or ()))
    try:
        rule = load_rules(rules or ()).get(rule_id)
    except KeyError as error:
        remedy = str(error.args[0]) or "see: cleaner rules list"
        raise ConfigError(f"no rule is called {rule_id!r}", remedy=remedy) from None
    for line in details(rule):
        print(tame(line))


@app.command("test")
def run_tests(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Rule files or folders.")
    ] = None,
) -> None:
    """Run the rules' own tests; exit 1 when one fails or is missing.

    Without PATH the shipped rules are tested. Every rule needs a test that it fires and a near
    miss that it leaves.

    Examples:

      cleaner rules test

      cleaner rules test my_rules/

    """
    from cleaner.proving import prove
    from cleaner.report.rules import outcome

    values.local("PATH", *(paths or ()))
    report = prove(paths or ())
    for line in outcome(report):
        print(tame(line))
    if not report.ok:
        raise typer.Exit(1)


@app.command("new")
def new(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="PACK/NAME in kebab-case.")],
    folder: Annotated[str, typer.Option("--in", help="Folder of packs to put it in.")] = "rules",
) -> None:
    """Write a rule file to start from, with its two tests.

    Example:

      cleaner rules new mysite/promo-box --in my_rules

    """
    from cleaner.packs import load_rules
    from cleaner.rules import NAME
    from cleaner.writing import unwritable

    parts = rule_id.split("/")
    if len(parts) != 2 or not all(NAME.fullmatch(part) for part in parts):
        words = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts]
        named = list(filter(None, words)) or ["promo-box"]
        near = "/".join(named[:2] if len(named) > 1 else ["my-rules", *named])
        raise ConfigError(
            f"{rule_id!r} is not PACK/NAME in kebab-case", remedy=f"for example {near!r}"
        )
    values.local("--in", folder)
    if any(rule.id == rule_id for rule in load_rules().rules):
        raise ConfigError(
            f"a rule that is shipped is called {rule_id!r}", remedy="choose another name"
        )
    path = Path(folder, parts[0], f"{parts[1]}.toml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEMPLATE)
    except FileExistsError:
        raise WriteError(
            "there is a rule here already",
            path=str(path),
            remedy="edit it, or choose another name",
        ) from None
    except OSError as error:
        raise unwritable(path, error) from error
    print(path)

"""``cleaner restore``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import console, values
from cleaner.errors import ConfigError
from cleaner.remote import is_remote, located
from cleaner.report.summary import number

_NAMED = 5

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def restore(
    cleaned: Annotated[
        str, typer.Argument(metavar="OUT", help="Folder that `cleaner clean` wrote or cleaned.")
    ],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="DIR", help="Folder for the originals.")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Undo a run that was made --in-place.")
    ] = False,
    steps: Annotated[
        int,
        typer.Option(min=0, help="Runs in place to take back; 0 goes to the first original."),
    ] = 0,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
) -> None:
    """Give back the originals, byte for byte.

    Every file is checked against the hash in the ledger; one that was changed after it was
    cleaned is reported and not restored.

    Examples:

      cleaner restore clean/ -o originals/

      cleaner restore pages/ --in-place

    """
    from cleaner.engine.restoring import restore_tree

    if (output is None) == (not in_place):
        raise ConfigError("where to?", remedy="give either -o DIR or --in-place")
    folder = located(cleaned)
    if cleaned == "-":
        raise ConfigError(
            "standard input has no ledger",
            remedy="give the folder that `cleaner clean` wrote; `clean -` keeps no record",
        )
    if in_place and is_remote(folder):
        raise ConfigError("remote files are not cleaned in place", remedy="give -o DIR")
    out = values.output(output)
    if out is not None and _is_inside(out, folder):
        raise ConfigError(
            f"{output} lies among the cleaned files, which the originals would overwrite",
            remedy="give another folder, or --in-place for a run made in place",
        )
    done = 0
    strays: list[str] = []
    failures = console.Failures()
    for _, problem in restore_tree(folder, out, steps=steps, strays=strays):
        if problem is None:
            done += 1
        else:
            failures.tell([problem])
    failures.close()
    _tell_strays(strays)  # even with -q: a ledger cut off between two lines shows in them only
    if not quiet:
        failed = f", {failures.count:,} failed" if failures.count else ""
        console.note(f"{done:,} restored{failed}")
    if failures.count:
        raise typer.Exit(2)


def _is_inside(out: Path, folder: Path) -> bool:
    same = is_remote(out) == is_remote(folder)
    return same and out.resolve().is_relative_to(folder.resolve())


def _tell_strays(names: Sequence[str]) -> None:
    if not names:
        return
    files = number(len(names), "file")
    console.note(f"{files} here without a record in the ledger, not restored:")
    for name in names[:_NAMED]:
        console.note(f"  {name}")
    if len(names) > _NAMED:
        console.note(f"  ... and {len(names) - _NAMED:,} more")

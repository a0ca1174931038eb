"""``cleaner clean`` of one source to standard output."""

from __future__ import annotations

import json
import re
import sys
from typing import NamedTuple

from cleaner import formats
from cleaner.cli import console, records, values
from cleaner.config import Config, HtmlMode
from cleaner.engine import marks
from cleaner.engine.cleaners import Cleaners
from cleaner.engine.local import Totals
from cleaner.engine.selection import FileRules, exclusion_of
from cleaner.engine.worker import Outcome, Settings, encoded, unified
from cleaner.errors import ConfigError, ReadError
from cleaner.model import Cleaned
from cleaner.reading import decode, read_bytes, standard_input
from cleaner.remote import located
from cleaner.report.summary import summary
from cleaner.sources import scan

_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I)
"""What comes without a name is HTML if it says so at once."""


def check_alone(
    source: str, learn: bool, form: str | None, written: str | None, of_runs: str | bool | None
) -> None:
    """Raise ConfigError for options that mean nothing to one text on standard output.

    ``form`` is what the source is said to be, ``written`` says how results are to be written,
    ``of_runs`` is what only runs with processes of their own heed.
    """
    if learn:
        raise ConfigError("one document teaches nothing", remedy="--learn needs a folder or -o")
    known = values.known_format("from", form)
    if known and (source, known) != ("-", records.KIND):
        if source == "-":
            remedy = f"write it to a file: cleaner clean FILE --from {known} -o OUT"
            raise ConfigError(f"standard input is text, HTML or JSONL, not {known}", remedy=remedy)
        raise ConfigError(f"{known} needs an output folder", remedy="cleaner clean FILE -o OUT")
    if written:
        raise ConfigError("--to and --shard-size need an output folder", remedy="give -o OUT")
    if of_runs:
        raise ConfigError("--memory and --json-progress need an output", remedy="give -o OUT")


def clean_to_stdout(
    source: str, settings: Settings, config: Config, quiet: bool, form: str | None
) -> int:
    """Clean ``source`` (``-``: standard input) to standard output; returns the exit code.

    ``form``: what the source is said to be; records are cleaned one by one.
    What cannot be decoded is copied as it is and reported.
    """
    if source == "-" and form == records.KIND:
        return records.clean_records(settings, quiet)
    data = standard_input() if source == "-" else read_bytes(located(source))
    name = named(source)
    if (ending := formats.ending_of(source)) and source != "-":
        raise ReadError(
            f"{ending} needs an output folder", path=name, remedy="cleaner clean FILE -o OUT"
        )
    if source != "-" and exclusion_of(config).forbids(source):
        return _pass_over(name, data if settings.write else b"", quiet)
    ignore = FileRules(config).of(source) if source != "-" else ()
    tool = Cleaners(settings.cleaner, settings.ignorable).ignoring(ignore)
    try:
        text, encoding, bom, extracted = document(source, data, settings.html_mode)
    except ReadError as error:
        console.error(error)
        sys.stdout.buffer.write(data)
        return 2
    if source == "-" and not quiet and _is_record(data):
        console.note("standard input looks like JSONL and is taken for one text: give --from jsonl")
    try:
        with marks.document(0, settings.timeout):
            result = tool.clean(text, id=name, extracted=extracted)
    except marks.OverTimeError:
        console.error(f"{name}: {marks.over_time(settings.timeout)}")
        sys.stdout.buffer.write(data if settings.write else b"")
        return 2
    if not quiet:
        _say(name, result, planned=not (settings.write or settings.diff))
    if settings.diff:
        return _put_diff(unified(name, text, result.text))
    if settings.write:
        sys.stdout.buffer.write(encoded(result.text, encoding, bom)[1])
        sys.stdout.buffer.flush()
    return 0


def _pass_over(name: str, data: bytes, quiet: bool) -> int:
    """Copy what is not to be cleaned; returns the exit code."""
    if not quiet:
        console.note(f"{name}: passed over (exclude), copied unchanged")
    sys.stdout.buffer.write(data)
    return 0


def _say(name: str, result: Cleaned, *, planned: bool) -> None:
    """Say why a document stays, and if it is only ``planned``, what would be done to it."""
    if result.verdict is not None:
        console.note(f"{name}: {result.status}: {result.verdict.why}")
    if not planned:
        return
    totals, outcome = Totals(sources=1), Outcome(name)
    outcome.count(name, result)
    totals.add(outcome)
    for line in summary(totals, written=False):
        console.note(line)


def _put_diff(diff: str) -> int:
    """Print a diff; returns the exit code."""
    if diff and console.wants_colour(sys.stdout):
        from cleaner.report.diff import coloured

        diff = coloured(diff)
    console.put_diff(diff)
    return 1 if diff else 0


def _is_record(data: bytes) -> bool:
    """Whether the first line is an object of JSON."""
    first = data.lstrip().partition(b"\n")[0]
    try:
        return first.startswith(b"{") and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


class Document(NamedTuple):
    """A document to read; ``extracted``: whether its text was taken out of HTML."""

    text: str
    encoding: str
    bom: bytes
    extracted: bool


def named(source: str) -> str:
    """The name of a source in messages."""
    return "standard input" if source == "-" else source


def document(source: str, data: bytes, html_mode: HtmlMode) -> Document:
    """The text of the bytes of ``source``; raises ReadError for what is no text."""
    html = _HTML.match(data) if source == "-" else scan([source])[0][0].kind == "html"
    if html:
        from cleaner.mainpart import page_text

        return Document(page_text(data, html_mode), "utf-8", b"", True)
    decoded = decode(data, path=named(source))
    return Document(decoded.text, decoded.encoding, decoded.bom, False)

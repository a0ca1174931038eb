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
from cleaner.engine.selection import FileRules
from cleaner.engine.worker import Settings, encoded, unified
from cleaner.errors import ConfigError, ReadError
from cleaner.reading import decode, read_bytes, standard_input
from cleaner.remote import located
from cleaner.sources import scan

_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I)
"""What comes without a name is HTML if it says so at once."""


def check_alone(source: str, learn: bool, form: str | None, written: str | None) -> None:
    """Raise ConfigError for options that mean nothing to one text on standard output.

    ``form`` is what the source is said to be, ``written`` says how results are to be written.
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
    if result.verdict is not None and not quiet:
        console.note(f"{name}: {result.status}: {result.verdict.why}")
    if settings.diff:
        return _put_diff(unified(name, text, result.text))
    if settings.write:
        sys.stdout.buffer.write(encoded(result.text, encoding, bom)[1])
        sys.stdout.buffer.flush()
    return 0


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

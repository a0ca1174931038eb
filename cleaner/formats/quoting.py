"""Records and fields of CSV and TSV, which may stand in quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import ReadError

_LONGEST = 256 << 20


def joined(lines: Iterator[bytes], delimiter: str, path: Path) -> Iterator[bytes]:
    """Lines, joined where a quoted field goes over several; raises ReadError for an open quote."""
    mark = delimiter.encode()
    parts: list[bytes] = []
    quoted, size = False, 0
    for number, line in enumerate(lines, 1):
        if not quoted and b'"' not in line:
            yield line
            continue
        if not parts:
            begin, quoted = number, line.removeprefix(b"\xef\xbb\xbf").startswith(b'"')
        quoted = _open(line, mark, quoted, first=not parts)
        parts.append(line)
        size += len(line)
        if not quoted:
            yield b"".join(parts)
            parts, size = [], 0
        elif size > _LONGEST:
            raise _unclosed(path, begin)
    if parts:
        raise _unclosed(path, begin)


def _unclosed(path: Path, line: int) -> ReadError:
    return ReadError("a quote is never closed", path=str(path), line=line, remedy="close it")


def _open(line: bytes, mark: bytes, quoted: bool, *, first: bool) -> bool:
    """Whether a quoted field is open at the end of a line, ``quoted``: at its begin."""
    at = line.index(b'"') + 1 if first and quoted else 0
    while True:
        if quoted:
            at = line.find(b'"', at) + 1
            if not at:
                return True
            if line.startswith(b'"', at):
                at += 1
                continue
        at = line.find(mark, at) + 1
        if not at:
            return False
        quoted = line.startswith(b'"', at)
        at += quoted


def fields_of(record: str, delimiter: str) -> list[tuple[int, int]]:
    """The fields of a record with their quotes, as half-open spans."""
    end = len(record) - (record.endswith("\n")) - (record.endswith("\r\n"))
    spans = []
    start = 0
    while True:
        at = start
        if record.startswith('"', at):
            at += 1
            while (found := record.find('"', at, end)) != -1 and record.startswith('"', found + 1):
                at = found + 2
            at = end if found == -1 else found + 1
        stop = record.find(delimiter, at, end)
        spans.append((start, end if stop == -1 else stop))
        if stop == -1:
            return spans
        start = stop + 1


def value_of(record: str, span: tuple[int, int]) -> str:
    """What a field says, without its quotes."""
    raw = record[span[0] : span[1]]
    if len(raw) >= 2 and raw[0] == raw[-1] == '"':
        return raw[1:-1].replace('""', '"')
    return raw

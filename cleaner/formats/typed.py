"""JSON objects as rows of a table: which columns they make, and that no value is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import ReadError
from cleaner.formats.base import ROWS, Broken, need

LOOKED_AT = 64 << 20
"""Bytes of a file that tell its columns: looking at all of a large one would take every worker
long."""
_SHOWN = 60


class Row(NamedTuple):
    """An object, the number of its line, and how long that is."""

    line: int
    fields: dict[str, Any]
    size: int = 0


def expect_values(value: Any, path: Path, line: int) -> None:
    """Raise ReadError for what no table can hold: half a character, an integer over 64 bits."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            half = f"\\u{ord(value[error.start]):04x}"
            raise ReadError(
                f"has half a character ({half}), which tables do not hold",
                path=str(path),
                line=line,
                remedy="mend it, or keep JSONL",
            ) from None
    elif isinstance(value, dict):
        for key, inner in value.items():
            expect_values(key, path, line)
            expect_values(inner, path, line)
    elif isinstance(value, list):
        for inner in value:
            expect_values(inner, path, line)
    elif isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        raise ReadError(
            f"has an integer over 64 bits ({_shown(value)}), which tables do not hold",
            path=str(path),
            line=line,
            remedy="write it as a string, or keep JSONL",
        )


def schema_of(rows: Iterable[Row]) -> Any:
    """The columns and their types, by the first rows; None if there is no row.

    Where these have nothing but null, ``[]`` or ``{}``, by the next rows that have more. A type
    that goes with none of those before it does not count; who reads its rows tells of them.
    """
    pa = need("pyarrow")
    coming = iter(rows)
    schema = None
    size = 0
    while size < LOOKED_AT and (begin := list(islice(coming, ROWS))):
        size += sum(row.size for row in begin)
        names = dict.fromkeys(key for row in begin for key in row.fields)
        found = pa.schema([(name, _type(pa, begin, name)) for name in names])
        schema = found if schema is None else _unified(pa, schema, found)
    while schema and (unknown := [field.name for field in schema if _is_unknown(pa, field.type)]):
        more = list(islice(coming, ROWS))
        if not more:
            break
        found = pa.schema([(name, _type(pa, more, name)) for name in unknown])
        schema = _unified(pa, schema, found)
    return schema


def _type(pa: Any, rows: Sequence[Row], name: str) -> Any:
    """The type of a column: that of its first value, as wide as those behind it make it."""
    values = [row.fields.get(name) for row in rows]
    try:
        return pa.array(values).type
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        kind = pa.null()
    for value in values:
        with suppress(pa.ArrowInvalid, pa.ArrowTypeError):
            kind = _wider(pa, kind, pa.array([value]).type)
    return kind


def _unified(pa: Any, schema: Any, more: Any) -> Any:
    """The schema with the columns of another one, and types that hold both."""
    known = {field.name: field.type for field in schema}
    for field in more:
        old = known.get(field.name, pa.null())
        known[field.name] = old if old == field.type else _wider(pa, old, field.type)
    return pa.schema(list(known.items()))


def _wider(pa: Any, kind: Any, other: Any) -> Any:
    """The type that holds two, the first if there is none."""
    both = [pa.schema([("", one)]) for one in (kind, other)]
    try:
        return pa.unify_schemas(both, promote_options="permissive").field(0).type
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return kind


def _is_unknown(pa: Any, kind: Any) -> bool:
    if pa.types.is_list(kind):
        return _is_unknown(pa, kind.value_type)
    if pa.types.is_struct(kind):
        return not kind.num_fields or any(_is_unknown(pa, field.type) for field in kind)
    return bool(pa.types.is_null(kind))


def batches(rows: Iterable[Row], schema: Any, path: Path, broken: Broken) -> Iterator[Any]:
    """The rows as ``pyarrow.RecordBatch``; what does not fit is left out and told to ``broken``."""
    pa = need("pyarrow")
    coming = iter(rows)
    while begin := list(islice(coming, ROWS)):
        arrays = _arrays(pa, begin, schema)
        if arrays is None:
            fitting = []
            for row in begin:
                if _arrays(pa, [row], schema) is not None:
                    fitting.append(row)
                else:
                    broken(_misfit(pa, row, schema, path))
            arrays = _arrays(pa, fitting, schema)
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _arrays(pa: Any, rows: Sequence[Row], schema: Any) -> list[Any] | None:
    """The columns of some rows; None if one of the rows does not fit."""
    known = set(schema.names)
    if not all(known.issuperset(row.fields) for row in rows):
        return None
    arrays = []
    for field in schema:
        array = _array(pa, [row.fields.get(field.name) for row in rows], field.type)
        if array is None:
            return None
        arrays.append(array)
    return arrays


def _array(pa: Any, values: list[Any], kind: Any) -> Any:
    """The values as a column; None if it cannot hold one of them as it is."""
    try:
        array = pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
    # It cuts off fractions, drops fields, and takes strings for lists.
    return array if _same(values, array.to_pylist()) else None


def _same(value: Any, got: Any) -> bool:
    """Whether a column has a value as it was; what an object lacks is null."""
    if isinstance(value, dict):
        return isinstance(got, dict) and all(
            key in got and _same(inner, got[key]) for key, inner in value.items()
        )
    if isinstance(value, list):
        return isinstance(got, list) and len(value) == len(got) and all(map(_same, value, got))
    if isinstance(value, bool) or isinstance(got, bool):
        return value is got
    return bool(value == got) or (value != value and got != got)


def _misfit(pa: Any, row: Row, schema: Any, path: Path) -> ReadError:
    """The error for a row that does not fit."""
    known = set(schema.names)
    new = next((name for name in row.fields if name not in known), None)
    if new is not None:
        what = f"has a new field {new!r}, which the first {LOOKED_AT >> 20} MB do not have"
        remedy = "tables have the same columns in every row: give one of the first lines this field"
    else:
        name, kind = next(
            (field.name, field.type)
            for field in schema
            if _array(pa, [row.fields.get(field.name)], field.type) is None
        )
        shown = _shown(row.fields.get(name))
        what = f"has a value of another type in {name!r}: {shown}; the column is {kind}"
        if pa.types.is_null(kind):  # as of a list of numbers and strings
            what = f"has a value in {name!r} for which tables have no type: {shown}"
        remedy = "tables have one type a column: mend it"
    return ReadError(what, path=str(path), line=row.line, remedy=f"{remedy}, or keep JSONL")


def _shown(value: Any) -> str:
    """A value for a message; an integer has at most the 4,300 digits that JSON reads."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

"""JSON objects as rows of a table: which columns they make, and that no value is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import ReadError
from cleaner.formats.base import ROWS, need

_REMEDY = "tables have one type a column: mend it, or keep JSONL"
_SHOWN = 60


class Row(NamedTuple):
    """An object, and the number of its line."""

    line: int
    fields: dict[str, Any]


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


def schema_of(rows: Iterable[Row], path: Path) -> Any:
    """The columns and their types, by the first rows; None if there is no row.

    Where these have nothing but null, ``[]`` or ``{}``, by the next rows that have more. Raises
    ReadError for a row whose type is not that of those before it.
    """
    pa = need("pyarrow")
    coming = iter(rows)
    begin = list(islice(coming, ROWS))
    names = dict.fromkeys(key for row in begin for key in row.fields)
    schema = pa.schema([(name, _first_type(pa, begin, name, path)) for name in names])
    while begin and (unknown := [field.name for field in schema if _is_unknown(pa, field.type)]):
        more = list(islice(coming, ROWS))
        if not more:
            break
        for name in unknown:
            values = [row.fields[name] for row in more if row.fields.get(name)]
            schema = _told(pa, schema, name, values) if values else schema
    return schema if begin else None


def _first_type(pa: Any, rows: Sequence[Row], name: str, path: Path) -> Any:
    values = [row.fields.get(name) for row in rows]
    try:
        return pa.array(values).type
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        fits, fails = 0, len(values)  # as many of the first ones do fit, or do not
        while fails - fits > 1:
            middle = (fits + fails) // 2
            try:
                pa.array(values[:middle])
                fits = middle
            except (pa.ArrowInvalid, pa.ArrowTypeError):
                fails = middle
        raise _misfit(rows[fails - 1], name, path) from error


def _is_unknown(pa: Any, kind: Any) -> bool:
    if pa.types.is_list(kind):
        return _is_unknown(pa, kind.value_type)
    if pa.types.is_struct(kind):
        return not kind.num_fields or any(_is_unknown(pa, field.type) for field in kind)
    return bool(pa.types.is_null(kind))


def _told(pa: Any, schema: Any, name: str, values: list[Any]) -> Any:
    """The schema with what more values tell of a column; who reads them says if they do not fit."""
    field = schema.field(name)
    try:
        found = pa.schema([(name, pa.array(values).type)])
        both = pa.unify_schemas([pa.schema([field]), found], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return schema
    return schema.set(schema.get_field_index(name), both.field(0))


def batches(rows: Iterable[Row], schema: Any, path: Path) -> Iterator[Any]:
    """The rows as ``pyarrow.RecordBatch``; raises ReadError for one that does not fit, by line."""
    coming = iter(rows)
    while begin := list(islice(coming, ROWS)):
        yield _batch(begin, schema, path)


def _batch(rows: Sequence[Row], schema: Any, path: Path) -> Any:
    pa = need("pyarrow")
    known = set(schema.names)
    for row in rows:
        if not known.issuperset(row.fields):
            new = next(key for key in row.fields if key not in known)
            raise ReadError(
                f"has a new field {new!r}, which the first {ROWS} lines do not have",
                path=str(path),
                line=row.line,
                remedy="tables have the same columns in every row: keep JSONL, or give one of the"
                " first lines this field",
            )
    arrays = []
    for field in schema:
        values = [row.fields.get(field.name) for row in rows]
        array = _array(pa, values, field.type)
        if array is None:
            for row, value in zip(rows, values, strict=True):
                if _array(pa, [value], field.type) is None:
                    raise _misfit(row, field.name, path, field.type)
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


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


def _misfit(row: Row, name: str, path: Path, kind: Any = None) -> ReadError:
    column = f"the column is {kind}" if kind is not None else "the lines before have another"
    return ReadError(
        f"has a value of another type in {name!r}: {_shown(row.fields.get(name))}; {column}",
        path=str(path),
        line=row.line,
        remedy=_REMEDY,
    )


def _shown(value: Any) -> str:
    """A value for a message; an integer has at most the 4,300 digits that JSON reads."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

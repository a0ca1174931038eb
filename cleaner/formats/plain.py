"""Values of tables as JSON has them: what it lacks becomes text that says the same.

Numbers that are none become ``"NaN"``, ``"Infinity"``, ``"-Infinity"``, as in the JSON of
Protocol Buffers; times and durations are ISO 8601, to the nanosecond where a table has it; bytes
are base 64.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from cleaner.formats.base import need

_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def values_of(batch: Any) -> list[list[Any]]:
    """The values of a ``pyarrow.RecordBatch``, column by column: names may stand twice."""
    return list(map(column_of, batch.columns))


def column_of(array: Any) -> list[Any]:
    """The values of a column; times with nanoseconds, which Python lacks, as text."""
    pa = need("pyarrow")
    if _has_nanoseconds(pa, array.type):
        return list(map(_exact, array))
    return array.to_pylist()  # type: ignore[no-any-return]


def fields_of(batch: Any, wanted: Collection[str]) -> list[dict[str, Any]]:
    """Of every row the fields that are ``wanted`` and there; of two columns of a name the first."""
    known = batch.schema.names
    names = [name for name in dict.fromkeys(known) if name in wanted]
    columns = [column_of(batch.column(known.index(name))) for name in names]
    if not names:
        return [{}] * batch.num_rows
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def dump(value: Any) -> str:
    """JSON that every reader takes."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:
        return json.dumps(_named(value), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        micros = (value.days * 86_400 + value.seconds) * 10**6 + value.microseconds
        return _duration(micros, "us")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)


def _named(value: Any) -> Any:
    """The value with names for numbers that JSON lacks."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _named(inner) for key, inner in value.items()}
    return list(map(_named, value)) if isinstance(value, list | tuple) else value


def _has_nanoseconds(pa: Any, kind: Any) -> bool:
    """Whether there are nanoseconds in a type, which Python's times lack."""
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return _has_nanoseconds(pa, kind.value_type)
    if isinstance(kind, pa.BaseExtensionType):
        return _has_nanoseconds(pa, kind.storage_type)
    if getattr(kind, "unit", "") == "ns":
        return True
    return any(_has_nanoseconds(pa, kind.field(at).type) for at in range(kind.num_fields))


def _exact(scalar: Any) -> Any:
    """A scalar of such a type, or of one that holds it, with its nanoseconds."""
    pa = need("pyarrow")
    kind = scalar.type
    if not scalar.is_valid:
        return None
    if isinstance(scalar, pa.MapScalar):
        return [[_exact(pair["key"]), _exact(pair["value"])] for pair in scalar.values]
    if isinstance(
        scalar,
        pa.ListScalar
        | pa.LargeListScalar
        | pa.FixedSizeListScalar
        | pa.ListViewScalar
        | pa.LargeListViewScalar,
    ):
        return list(map(_exact, scalar.values))
    if isinstance(scalar, pa.StructScalar):
        return {name: _exact(scalar[name]) for name in scalar}
    if isinstance(scalar, pa.DictionaryScalar | pa.RunEndEncodedScalar | pa.ExtensionScalar):
        return _exact(scalar.value)
    if getattr(kind, "unit", "") != "ns":
        return scalar.as_py()
    if pa.types.is_duration(kind):
        return _duration(scalar.value, "ns")
    return _nanoseconds(pa, scalar)


def _nanoseconds(pa: Any, scalar: Any) -> str:
    micros, rest = divmod(scalar.value, 1000)
    kind = scalar.type
    coarse = pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else pa.time64("us")
    moment = pa.scalar(micros, pa.int64()).cast(coarse).as_py()
    if not rest:
        return str(moment.isoformat())
    text = moment.isoformat(timespec="microseconds")
    at = text.index(".") + 7
    return f"{text[:at]}{rest:03d}{text[at:]}"


def _duration(value: int, unit: str) -> str:
    """A duration in seconds: days have no length that everybody agrees on."""
    seconds, rest = divmod(abs(value), _SECOND[unit])
    fraction = f".{rest:0{len(str(_SECOND[unit])) - 1}d}".rstrip("0") if rest else ""
    return f"{'-' if value < 0 else ''}PT{seconds}{fraction}S"

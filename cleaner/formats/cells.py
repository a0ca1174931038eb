"""Values as the cells of CSV and TSV."""

from __future__ import annotations

import json
from typing import Any

from cleaner.formats.jsonl import plain


class Cells:
    """Writes a header and rows; see ``formats.sink``."""

    pending = 0

    def __init__(self, file: Any, delimiter: str, names: list[str]) -> None:
        self.file = file
        self.delimiter = delimiter
        self.file.write(self._line(names))

    def write(self, batch: Any) -> None:
        """Append a ``pyarrow.RecordBatch``."""
        columns = [column.to_pylist() for column in batch.columns]  # names may stand twice
        self.file.write(b"".join(map(self._line, zip(*columns, strict=True))))

    def close(self) -> None:
        """Nothing waits."""

    def _line(self, values: Any) -> bytes:
        row = self.delimiter.join(map(self._field, values)) + "\n"
        return row.encode("utf-8", "replace")

    def _field(self, value: Any) -> str:
        if value is None:
            return ""
        text = value if isinstance(value, str) else _text(value)
        if any(c in text for c in ('"', self.delimiter, "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=plain)
    return text[1:-1] if text.startswith('"') else text

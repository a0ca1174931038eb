"""Values as the cells of CSV and TSV."""

from __future__ import annotations

import json
from typing import Any

from cleaner.formats.plain import dump, values_of


class Cells:
    """Writes a header and rows; see ``formats.sink``."""

    pending = 0

    def __init__(self, file: Any, delimiter: str, names: list[str]) -> None:
        self.file = file
        self.delimiter = delimiter
        self.file.write(self._line(names))

    def write(self, batch: Any) -> None:
        """Append a ``pyarrow.RecordBatch``."""
        self.file.write(b"".join(map(self._line, zip(*values_of(batch), strict=True))))

    def close(self) -> None:
        """Nothing waits."""

    def _line(self, values: Any) -> bytes:
        row = self.delimiter.join(map(self._field, values))
        # A row of one column that holds nothing would be a blank line, which readers pass over.
        return ((row or '""') + "\n").encode("utf-8", "replace")

    def _field(self, value: Any) -> str:
        if value is None:
            return ""
        text = value if isinstance(value, str) else _text(value)
        if any(c in text for c in ('"', self.delimiter, "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def _text(value: Any) -> str:
    text = dump(value)
    return str(json.loads(text)) if text.startswith('"') else text

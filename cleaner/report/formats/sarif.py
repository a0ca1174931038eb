"""SARIF 2.1.0 (OASIS), for code scanning: columns are code points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cleaner.engine.checked import STDIN, Checked, Found
from cleaner.engine.findings import OWN_RULES
from cleaner.engine.gate import Figures
from cleaner.packs import Pack
from cleaner.report.formats.base import Report, fields, quoted, summary

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Reporter(Report):
    """One run; its results come first, because the rules they use are known only behind them.

    A finding in HTML or a table has no region: its place is one of the extracted text or a row.
    """

    def open(self) -> None:
        """Write what is known before."""
        self._rules: dict[str, Found] = {}
        self._first = True
        self.write(f'{{"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{')
        self.write('"columnKind": "unicodeCodePoints",\n')
        self.write('"newlineSequences": ["\\r\\n", "\\n", "\\r"],\n"results": [')

    def file(self, checked: Checked) -> None:
        """Write the results of a source."""
        for found in checked.found:
            self._rules.setdefault(found.rule, found)
            self.write("\n" if self._first else ",\n")
            self.write(json.dumps(_result(checked, found)))
            self._first = False

    def close(self, figures: Figures) -> None:
        """Write the tool, its rules and packs, and what failed."""
        driver = {
            "name": "cleaner",
            "semanticVersion": self.run.version,
            "rules": [
                {
                    "id": rule,
                    "name": rule,
                    "shortDescription": {"text": OWN_RULES.get(rule, found.message)},
                    "help": {"text": f"cleaner rules show {rule}"},
                    "properties": {"safety": found.safety, "precision": _PRECISION[found.safety]},
                }
                for rule, found in self._rules.items()
            ],
        }
        invocation = {
            "executionSuccessful": not figures.failures,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": str(failure)}}
                for failure in figures.failures
            ],
        }
        tool = {"driver": driver, "extensions": list(map(_extension, self.run.packs))}
        properties = {"summary": summary(figures, self.run.statistics)}
        self.write(f'\n],\n"tool": {json.dumps(tool)},\n')
        self.write(f'"invocations": [{json.dumps(invocation)}],\n')
        self.write(f'"properties": {json.dumps(properties)}}}]}}\n')


def _extension(pack: Pack) -> dict[str, Any]:
    """A pack as a component of the tool."""
    component: dict[str, Any] = {"name": pack.name}
    if pack.version:
        component["version"] = pack.version
    return component | {"properties": {"sha256": pack.hash, "origin": pack.origin}}


_PRECISION = {"safe": "very-high", "contextual": "high", "aggressive": "medium"}


def _result(checked: Checked, found: Found) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(checked.name)}}
    if checked.markable:
        place["region"] = {
            "startLine": found.line,
            "startColumn": found.column,
            "endLine": found.end_line,
            "endColumn": found.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": place}
    if found.record:
        location["logicalLocations"] = [{"name": found.record, "kind": "object"}]
    return {
        "ruleId": found.rule,
        "level": "warning",
        "message": {"text": f"{found.message}: {quoted(found)}"},
        "locations": [location],
        "partialFingerprints": {"ruleAndLine/v1": found.key},
        "properties": {
            key: value
            for key, value in fields(checked, found).items()
            if key in ("why", "safety", "fixable", "record", "place")
        },
    }


def _uri(name: str) -> str:
    """The path as a URI reference; a name that begins like a scheme stays a path."""
    if name == STDIN:
        return "stdin"
    path = Path(name).as_posix()
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a pair, which Windows allows
        data = path.encode("utf-8", "surrogatepass")
    return f"{'file://' if path.startswith('/') else ''}{quote(data)}"

"""JUnit XML: a suite for each file, a failed case for each finding, a passed one if there is none.

Follows what Ant's JUnit task writes, which is all that readers agree on.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from cleaner.engine.checked import Checked, Found
from cleaner.engine.gate import Figures
from cleaner.errors import CleanerError
from cleaner.report.formats.base import Report, one_line, place, quoted

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Reporter(Report):
    """Suites as they come, in one ``testsuites``."""

    def open(self) -> None:
        """Write the head, with the packs as properties of a suite of their own."""
        self._told: set[int] = set()
        self.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cleaner">\n')
        self.write('<testsuite name="cleaner" tests="0" failures="0" errors="0">\n<properties>\n')
        self.write(_property("cleaner", self.run.version))
        for pack in self.run.packs:
            said = f"{pack.version or '-'} sha256:{pack.hash} {pack.origin}"
            self.write(_property(f"pack {pack.name}", said))
        self.write("</properties>\n</testsuite>\n")

    def file(self, checked: Checked) -> None:
        """Write the suite of a source."""
        failed, broken = len(checked.found), len(checked.failures)
        name = _attribute(checked.name)
        counts = f'tests="{max(failed + broken, 1)}" failures="{failed}" errors="{broken}"'
        self.write(f"<testsuite name={name} {counts}>\n")
        for found in checked.found:
            self.write(_case(checked, found, name))
        for failure in checked.failures:
            self.write(_error(failure, name))
            self._told.add(id(failure))
        if not failed and not broken:
            self.write(f'<testcase name="clean" classname={name}/>\n')
        self.write("</testsuite>\n")

    def close(self, figures: Figures) -> None:
        """Write the end; what never became a source is a suite of its own."""
        for failure in figures.failures:
            if id(failure) not in self._told:
                name = _attribute(failure.where() or "cleaner")
                self.write(f'<testsuite name={name} tests="1" failures="0" errors="1">\n')
                self.write(f"{_error(failure, name)}</testsuite>\n")
        for rule, count in figures.rules.most_common() if self.run.statistics else ():
            self.write(f"<!-- {count} {rule} -->\n")
        self.write("</testsuites>\n")


def _case(checked: Checked, found: Found, name: str) -> str:
    where = f"{found.line}:{found.column}"
    note = f" ({place(checked, found)})" if found.record is not None else ""
    title = _attribute(f"{found.rule} {where}")
    message = _attribute(f"{found.message}{note}")
    text = escape(_allowed(f"{one_line(checked.name)}:{where}: {quoted(found)}\n{found.why}"))
    kind = _attribute(found.rule)
    return (
        f"<testcase name={title} classname={name}>"
        f"<failure type={kind} message={message}>{text}</failure></testcase>\n"
    )


def _error(failure: CleanerError, name: str) -> str:
    message = _attribute(str(failure))
    return f'<testcase name="read" classname={name}><error message={message}/></testcase>\n'


def _property(name: str, value: str) -> str:
    return f"<property name={_attribute(name)} value={_attribute(value)}/>\n"


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    """XML has no way to say control characters."""
    return _FORBIDDEN.sub("\ufffd", text)

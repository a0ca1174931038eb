"""Diffs of texts, whatever their lines end with."""

import pytest

from cleaner.report.diff import coloured, unified_diff


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_only_a_last_line_can_lack_its_end(end: str) -> None:
    before = f"One.{end}READ MORE{end}Two."
    shown = end if end.endswith("\n") else f"{end}\n"
    diff = unified_diff("a.txt", before + end, f"One.{end}Two.{end}")
    head = "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,2 @@\n"
    assert diff == f"{head} One.{shown}-READ MORE{shown} Two.{shown}"
    assert unified_diff("a.txt", before, f"One.{end}Two.").endswith(
        f"-READ MORE{shown} Two.\n\\ No newline at end of file\n"
    )
    red = end.removesuffix("\n")
    assert coloured(diff).endswith(f"\n One.{shown}\x1b[31m-READ MORE{red}\x1b[0m\n Two.{shown}")

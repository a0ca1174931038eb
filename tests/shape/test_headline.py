"""Which of the lines before the text is the headline."""

from __future__ import annotations

import pytest

from cleaner.shape.headline import headline

TITLE = "Bridge open in June - Example Herald"
TEXT = "The bridge will be open to walkers from the first of June, the council said on Monday."


@pytest.mark.parametrize(
    ("lines", "known", "found"),
    [
        ([TITLE, "Harbour", "Bridge open in June", "Old town", TEXT], "", [2]),
        ([TITLE, "Bridge open in June", "Harbour", "BRIDGE OPEN IN JUNE!", TEXT], "", [3]),
        ([TITLE, "Harbour", TEXT], "", [0]),
        ([TITLE, "Harbour", "In June the bridge will be open", "By", TEXT], "", [0, 2]),
        ([TITLE, "Harbour", "Bridge club meets in Herald Square", "By", TEXT], "", [0]),
        (["Log in", "Harbour", "Bridge open in June", TEXT], "k", [2]),
        (["Log in", "Harbour", "Bridge open in June", "Share", TEXT], "k..k.", [2]),
        (["Log in", "Share", TEXT], "kk", []),
        (["新桥六月开通 - 例报", "首页", "新桥六月开通", TEXT], "", [2]),
        (["x", TEXT], "", []),
        ([], "", []),
    ],
)
def test_headline(lines: list[str], known: str, found: list[int]) -> None:
    flags = [letter == "k" for letter in known.ljust(len(lines), ".")]
    assert headline(lines, flags) == found

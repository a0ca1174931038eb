"""Which of the lines before the text is the headline."""

from __future__ import annotations

import pytest

from cleaner.shape.headline import headline

TITLE = "Bridge opens in June - Example Herald"
TEXT = "The bridge will be open to walkers from the first of June, the council said on Monday."


@pytest.mark.parametrize(
    ("lines", "known", "found"),
    [
        ([TITLE, "Harbour", "Bridge opens in June", "Old town", TEXT], "", [2]),
        ([TITLE, "Bridge opens in June", "Harbour", "BRIDGE OPENS IN JUNE!", TEXT], "", [3]),
        ([TITLE, "Harbour", TEXT], "", [0]),
        (["Log in", "Harbour", "Bridge opens in June", TEXT], "k", [2]),
        (["Log in", "Harbour", "Bridge opens in June", "Share", TEXT], "k..k.", [2]),
        (["Log in", "Share", TEXT], "kk", []),
        (["新桥六月开通 - 例报", "首页", "新桥六月开通", TEXT], "", [2]),
        (["x", TEXT], "", []),
        ([], "", []),
    ],
)
def test_headline(lines: list[str], known: str, found: list[int]) -> None:
    flags = [letter == "k" for letter in known.ljust(len(lines), ".")]
    assert headline(lines, flags) == found

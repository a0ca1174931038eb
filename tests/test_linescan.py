import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.linescan import LineScan

PATTERNS = [r"^\d{1,3} (?:shares|likes)$", r"^[^x]{2,6}$", r"b.b", r"^(?:foo|bar)\b", r"[^a]a$"]


def naive(text: str) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, line in enumerate(text.split("\n"))
        for j, pattern in enumerate(PATTERNS)
        if re.search(pattern, line, re.ASCII)
    ]


@given(st.lists(st.text(alphabet="ab1 xfoor", max_size=8), max_size=12))
def test_same_as_every_pattern_on_every_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    scan = LineScan([(i, pattern, 99) for i, pattern in enumerate(PATTERNS)])
    assert sorted(scan.search(text)) == naive(text)


def test_no_patterns() -> None:
    assert list(LineScan([]).search("a\nb")) == []


def test_hostile_pattern_ends() -> None:
    scan = LineScan([("evil", r"(a+)+$", 10**6), ("worse", r"^(.*)*x$", 10**6)])
    assert list(scan.search("a" * 50_000 + "b")) == []


def test_lines_that_are_too_long() -> None:
    scan = LineScan([("a", r"^share \w+$", 10)])
    assert list(scan.search("share this\nshare that now\nshare everything")) == [(0, "a")]

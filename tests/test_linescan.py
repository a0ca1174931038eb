import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.linescan import Automaton, LineScan, PhraseScan

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
    scan = LineScan([(i, pattern, 99) for i, pattern in enumerate(PATTERNS)])
    assert sorted(scan.search(lines)) == (naive("\n".join(lines)) if lines else [])


def test_no_patterns() -> None:
    assert list(LineScan([]).search("a\nb")) == []


def test_hostile_pattern_ends() -> None:
    scan = LineScan([("evil", r"(a+)+$", 10**6), ("worse", r"^(.*)*x$", 10**6)])
    assert scan.search(["a" * 50_000 + "b"]) == []


def test_lines_that_are_too_long() -> None:
    scan = LineScan([("a", r"^share \w+$", 10)])
    assert scan.search(["share this", "share that now", "share everything"]) == [(0, "a")]


def test_words_stand_alone() -> None:
    scan = LineScan([], [("start", "\nsee", 20), ("word", "see", 20), ("é", "été", 20)])
    lines = ["see it", "I see", "seed", "foresee", "see it, for it is to be seen", "l'été", "étés"]
    assert sorted(scan.search(lines)) == [(0, "start"), (0, "word"), (1, "word"), (5, "é")]


@given(
    st.lists(st.text(alphabet="abß", min_size=1, max_size=4), min_size=1, max_size=9, unique=True),
    st.text(alphabet="abß"),
)
def test_finds_are_the_same_when_there_is_more_to_read(words: list[str], text: str) -> None:
    data = text.encode()
    found = Automaton(words)
    first = found.find(data)
    found.find(b"-" * (1 << 21))
    assert found.find(data) == first
    naive = {(i, m.start(), m.start() + len(w.encode())) for i, w in enumerate(words)
             for m in re.finditer(b"(?=" + re.escape(w.encode()) + b")", data)}  # fmt: skip
    assert len(first) == len(naive)
    assert set(first) == naive


def test_phrases_in_running_text_have_the_case_of_labels() -> None:
    scan = PhraseScan({"read more": ["a"], "über uns": ["b"], "x": ["c"]})
    text = "Ü READ MORE, Read more and read more; Über Uns \ud800 Read Moreover, X."
    found = list(scan.find(text))
    assert [text[start:end] for start, end, _ in found] == ["READ MORE", "Read more", "Über Uns"]
    assert [tags for _, _, tags in found] == [["a"], ["a"], ["b"]]
    assert list(PhraseScan({}).find(text)) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"^[[:digit:]]+ tomatoes$", "7 tomatoes"),
        (r"(?si)^ORDER the tomatoes$", "order the tomatoes"),
        (r"^(?mi:ORDER the tomatoes)$", "order the tomatoes"),
        (r"^(?:^order the tomatoes$)$", "order the tomatoes"),
        (r"^^order the tomatoes$$", "order the tomatoes"),
        (r"^order\\pLtomatoes$", r"order\pLtomatoes"),
    ],
)
def test_what_re2_reads_in_its_own_way(pattern: str, line: str) -> None:
    assert LineScan([("a", pattern, 100)]).search(["one", line, "two"]) == [(1, "a")]

"""Lines of one kind that follow each other immediately."""

from cleaner.matchers.sequence import SequenceMatcher
from tests.support import check_noop, lines_found

MONTHS = ["December 2025", "November 2025 (12)", "October 2025", "August 2025", "July 2025"]


def spans(*lines: str) -> list[tuple[int, int]]:
    return lines_found(SequenceMatcher, "\n".join(lines))


def test_lines_that_follow_each_other() -> None:
    assert spans("Archive", *MONTHS, "Search") == [(1, 6)]
    assert spans(*MONTHS[:3], "", *MONTHS[3:]) == [(0, 6)]
    assert spans(*MONTHS, "Search", *MONTHS) == [(0, 5), (6, 11)]


def test_few_lines_and_lines_with_others_between_stay() -> None:
    assert spans(*MONTHS[:4]) == []
    assert spans(*(line for month in MONTHS for line in (month, "1,204"))) == []
    check_noop("\n".join(f"{month}\n{number}" for number, month in enumerate(MONTHS)))

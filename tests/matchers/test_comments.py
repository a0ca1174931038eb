"""What readers wrote under a text."""

from cleaner import Cleaner, restore
from cleaner.matchers.comments import CommentsMatcher
from tests.support import PROSE, lines_found

TEXT = "\n".join(f"{number}. {line}" for number in range(5) for line in PROSE)
LINES = TEXT.count("\n") + 1
SAID = (
    "I was there that night, and the candles were out before the vote was.",
    "The ferry was never lost in the ice. It was sold, and all of us know to whom.",
    "Then let them say who it was!",
)
THREAD = "\n".join(
    f"{name}\nsays\nJuly {14 + number}, 2015 at 3:5{number} pm\n{said}\nReply"
    for number, (name, said) in enumerate(zip(("Sharon", "Jill", "Sharon"), SAID, strict=True))
)


def spans(text: str, *, extracted: bool = False) -> list[tuple[int, int]]:
    return lines_found(CommentsMatcher, text, extracted=extracted)


def test_a_thread_goes_with_its_heading() -> None:
    text = f"{TEXT}\n109 Comments\n{THREAD}\nImprint"
    [(first, end)] = spans(text)
    assert first == LINES
    assert text.split("\n")[first:end][-1] in (SAID[-1], "Reply")
    cleaned = Cleaner().clean(text)
    assert not any(said in cleaned.text for said in SAID)
    assert cleaned.text.startswith(TEXT)
    assert restore(cleaned.text, cleaned.edits) == text


def test_without_a_heading_nobody_says_what_they_are() -> None:
    assert spans(f"{TEXT}\n{THREAD}") == []
    assert spans(f"{TEXT}\nA diary\n{THREAD}") == []


def test_two_comments_make_no_thread() -> None:
    two = "\n".join(THREAD.split("\n")[:10])
    assert spans(f"{TEXT}\n109 Comments\n{two}") == []


def test_comments_need_a_text_that_they_are_about() -> None:
    assert spans(f"109 Comments\n{THREAD}\n{TEXT}") == []
    assert spans(f"{PROSE[0]}\n109 Comments\n{THREAD}") == []


def test_the_first_comment_stands_near_the_heading() -> None:
    assert spans(f"{TEXT}\n109 Comments\n{TEXT}\n{THREAD}") == []


def test_posts_of_a_forum_are_no_comments() -> None:
    posts = "\n".join(f"Sharon\nJuly {day}, 2015 at 3:53 pm\n{TEXT}" for day in range(1, 5))
    assert spans(f"{posts}\n2 replies\n{THREAD}") == []


def test_a_thread_far_longer_than_the_text_is_what_people_come_for() -> None:
    said = "\n".join(f"Sharon\nsays\nJuly {day}, 2015 at 3:53 pm\n{TEXT}" for day in range(1, 29))
    assert spans(f"{TEXT}\n28 Comments\n{said}") == []


def test_an_extractor_that_left_comments_knew_them() -> None:
    text = f"{TEXT}\n109 Comments\n{THREAD}"
    assert spans(text)
    assert spans(text, extracted=True) == []

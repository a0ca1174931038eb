"""Pages without content, and texts that speak of them."""

import pytest

import cleaner


@pytest.mark.parametrize(
    "page",
    [
        "Just a moment...",
        "mill.example\nJust a moment...\nPlease wait while we check your browser.\nRay ID: 7f00",
    ],
)
def test_a_captcha_has_no_content(page: str) -> None:
    assert cleaner.clean(page).status == "no-content"


def test_somebody_says_it() -> None:
    said = "A play.\n\nKEEPER\n“Just a moment.”\n\nGUEST\nI can wait.\n\nKEEPER\nThe tide cannot."
    assert cleaner.clean(said).status == "unchanged"


def test_a_list_of_phrases_has_it_among_others() -> None:
    phrases = [f"Phrase {number} / Satz {number}" for number in range(40)]
    text = "\n".join([*phrases[:20], "Just a moment.", *phrases[20:]])
    assert cleaner.clean(text).status == "unchanged"

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.matchers import kinds
from tests.support import PROSE, check_cleaned, check_noop, page, tool


def test_one_module_a_kind() -> None:
    assert set(kinds()) == {
        "block", "card", "comments", "document", "dump", "group", "hashtag", "inline", "line", "reflow", "repair",
        "repeat", "run", "sequence", "structure", "teasers", "title",
    }  # fmt: skip
    for kind in kinds().values():
        assert kind.STAGE in ("judge", "repair", "join", "remove")
        assert isinstance(kind.OPTIONS, dict)


# line


def test_line_safe_anywhere() -> None:
    check_cleaned(f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}", f"{PROSE[0]}\n{PROSE[1]}", "news/read-more")


def test_line_contextual_needs_company() -> None:
    check_noop(f"{PROSE[0]}\nContact us\n{PROSE[1]}")
    check_cleaned(f"{PROSE[0]}\nREAD MORE\nContact us\n{PROSE[1]}", f"{PROSE[0]}\n{PROSE[1]}")


def test_line_in_the_tail_of_a_page() -> None:
    tail = ("Contact us", "Privacy policy", "About us", "Terms of use")
    check_cleaned(page(*tail), page())


# block


def test_block_with_its_lines_and_ends_at_prose() -> None:
    text = page("READ MORE", "Related Articles", "One title", "Another title", PROSE[4])
    check_cleaned(text, page(PROSE[4]), "news/related-heading")


def test_block_ends_before_a_sentence_in_pieces() -> None:
    pieces = ("Try the new", "font of the older folds", "that was made of one cut", "of the sheet")
    text = page("READ MORE", "Related Articles", "One title", *pieces)
    words_only = Cleaner(ignore=["core/page-shape"])
    assert words_only.clean(text).text == page(*pieces)


def test_block_heading_inside_the_text_stays() -> None:
    check_noop("\n".join((PROSE[0], "Related Articles", PROSE[1], PROSE[2], PROSE[3])))


# inline


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("He left. READ MORE Trump had gone.", "He left. Trump had gone."),
        ("He left. READ MORE: Trump had gone.", "He left. Trump had gone."),
        ('He said: "No." READ MORE The end.', 'He said: "No." The end.'),
        ("He left. READ MORE", "He left."),
    ],
)
def test_inline_between_sentences(text: str, want: str) -> None:
    check_cleaned(text, want, "news/inline-read-more")


@pytest.mark.parametrize(
    "text",
    [
        "The banner said READ MORE in letters two metres high.",
        "Teachers begged pupils to read more. Then the phones arrived.",
        'He shouted: "READ MORE! Write more!"',
        "THE END. READ MORE BOOKS AND WATCH LESS",
        "Read more books than you buy, she said.",
    ],
)
def test_inline_inside_a_sentence_stays(text: str) -> None:
    check_noop(text)


def test_inline_leftovers_at_the_end() -> None:
    text = "It ends in June. This article originally appeared in The Example Times . 2025 The Example Times Company"
    check_cleaned(text, "It ends in June.")


# hashtag


def test_hashtag_line_and_trailing_run() -> None:
    check_cleaned(f"{PROSE[0]}\n#flood #river", PROSE[0], "social/hashtag-run")
    check_cleaned(f"{PROSE[0]} #flood #river #news", PROSE[0], "social/hashtag-run")


@pytest.mark.parametrize(
    "text", ["#MeToo", "Under #flood, many posted.", "# Heading", "He is #1 and #2 at once"]
)
def test_hashtag_stays(text: str) -> None:
    check_noop(text)


def test_hashtags_under_every_post_of_a_list_stay() -> None:
    check_noop("\n".join(f"{line}\n#one #two" for line in PROSE))


def test_hashtag_line_of_any_length_ends() -> None:
    tool().clean("#a " * 100_000)


# repeat


def test_repeat_twice_in_a_row() -> None:
    check_cleaned(page(PROSE[3]), page(), "core/repeated-paragraph")


def test_repeat_as_a_quotation_stays() -> None:
    check_noop(page(PROSE[0], "Indeed."))


# document


@pytest.mark.parametrize(
    "text",
    [
        "Just a moment...\nChecking your browser before accessing example.org.",
        "Please verify you are a human\nPress and hold",
        "404\nPage not found\nThe page you are looking for could not be found.",
    ],
)
def test_document_without_content_is_reported_and_left(text: str) -> None:
    result = tool().clean(text)
    assert (result.status, result.text, result.edits) == ("no-content", text, ())
    assert result.verdict is not None
    assert result.findings == (result.verdict,)


def test_document_about_captchas_has_content() -> None:
    text = "Just a moment...\n" + "\n".join(PROSE)
    assert tool().clean(text).status != "no-content"


# run


def test_run_keeps_the_title_inside_a_menu() -> None:
    menu = "Log in|Harbour|Contact us|Newsletters|Sports|Politics|Opinion|Weather|Podcasts|Careers"
    more = "Videos|Business|Health|Travel|Old maps|Privacy policy"
    head = [*menu.split("|"), "Bridge opens in June", *more.split("|")]
    text = "\n".join(
        ["Bridge opens in June - Example Herald", *head, "Bridge opens in June", *PROSE]
    )
    want = "\n".join(["Bridge opens in June", "Bridge opens in June", *PROSE])
    # The shape of the page would take the first of them.
    assert Cleaner(ignore=["core/page-shape"]).clean(text).text == want


# repair


def test_repair_entities_and_invisible_characters() -> None:
    check_cleaned("R&amp;D cost &euro;5&nbsp;m\u200b.", "R&D cost €5 m.", "core/leftover-entity")
    check_cleaned("The min\u00adistry waits.", "The ministry waits.", "core/soft-hyphen")
    check_noop("Write &nbsp; between them, and <br> at the end.")
    check_noop("می‌خواهم به خانه بروم 👨‍👩‍👧")


def test_repair_spacing() -> None:
    text = "The talks ended late with the president of Examplia , who called them a good start ."
    want = "The talks ended late with the president of Examplia, who called them a good start."
    check_cleaned(text, want, "core/space-before-punctuation")


def test_repair_many_layers_of_escapes_ends() -> None:
    tool().clean("R&" + "amp;" * 5_000 + " D")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "mac-roman", "cp437"])
@pytest.mark.parametrize("times", [1, 2])
def test_text_decoded_twice_among_right_text(encoding: str, times: int) -> None:
    """The lines that are right stay, and so does the way back."""
    right = "Die Straße heißt seit 1990 so, sagte Frau Köhler, und niemand weiß, warum."
    wrong = line = "Über zwölf Jahre frühstückten Gäste aus Düsseldorf in dem Café am Fluss."
    for _ in range(times):
        wrong = wrong.encode().decode(encoding)
    text = f"{right}\n{wrong}\n{PROSE[0]}"
    result = Cleaner(mojibake=True).clean(text)
    assert result.text == f"{right}\n{line}\n{PROSE[0]}"
    assert cleaner.restore(result.text, result.edits) == text


def test_no_private_character_comes_of_mending() -> None:
    """Four bytes of Big5 that are, by chance, a private character in UTF-8."""
    text = "\n".join((PROSE[0], "Éó±Æ¶q¡G1171ml", PROSE[1]))
    assert Cleaner(mojibake=True).clean(text).text == text

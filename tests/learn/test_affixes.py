"""Words at the edges of lines that differ."""

import re2

from tests.learn.corpus import examine, texts
from tests.support import PROSE

PAGES = [text.split("\n") for text in texts("news", 24)]


def patterns(pages: list[list[str]], name: str) -> list[str]:
    proposals = examine(["\n".join(page) for page in pages])[1]
    return [e.match for one in proposals if one.name.startswith(name) for e in one.entries]


def taken(pattern: str, line: str) -> str:
    found = re2.compile(pattern).search(line)
    return found.group(1).strip() if found else ""


def test_a_credit_before_captions() -> None:
    caption = "Photo: Ada Quay / {} in the evening, seen from the bank above the weir"
    pages = [[*page[:22], caption.format(page[-45]), *page[22:]] for page in PAGES]
    [pattern] = patterns(pages, "inline-prefix")
    assert taken(pattern, caption.format("The bridge")) == "Photo: Ada Quay /"
    assert not taken(pattern, "Photo: Bob Lane / The bridge")


def test_labels_glued_to_a_paragraph() -> None:
    pages = [
        [f"{line} Share Tweet" if len(line) > 150 else line for line in page] for page in PAGES
    ]
    [pattern] = patterns(pages, "inline-glued")
    assert taken(pattern, f"{PROSE[0]} Share Tweet") == "Share Tweet"
    assert not taken(pattern, "They share tweets")
    assert not taken(pattern, "Share Tweet")


def test_what_only_some_titles_end_with_is_left() -> None:
    pages = [
        [
            f"{page[1]} number {chr(97 + i) * 3} - {'Part two' if i < 3 else chr(97 + i) * 5}",
            *page[1:],
        ]
        for i, page in enumerate(PAGES)
    ]
    assert patterns(pages, "inline") == []


def test_one_word_behind_a_sentence_may_begin_the_next() -> None:
    pages = [[f"{line} See" if len(line) > 150 else line for line in page] for page in PAGES]
    assert patterns(pages, "inline-glued") == []

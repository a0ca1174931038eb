import pytest

from cleaner.links import parse


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in parse(text)]


@pytest.mark.parametrize(
    "link",
    [
        "[Home](/)",
        "[Home](<a place>)",
        '[Home](/a "The title")',
        "[ Home ]( /a 'The title' )",
        "[Home](https://example.org/a_(b)?c=d)",
        "[Home](https://example.org/two words)",
        "[Home](https://example.org/a-\nb)",
        '[Home](/a\n"The\ntitle")',
        "[](/icon)",
        "[A card\n\nin lines](/card)",
        r"[a \] in it](/a)",
        "![A picture](/a.png)",
    ],
)
def test_links(link: str) -> None:
    assert found(f"Here is {link}, and no more.") == [link]


@pytest.mark.parametrize(
    "text",
    [
        "a[1](x", "[1] and (2)", "[1] (2)", "[Home](a\nb)", "](/a)", "[a](b c)", r"\[a](/b)",
        "[Home](/a\n\n)", f"[{'a' * 3000}](/b)",
    ],
)  # fmt: skip
def test_no_links(text: str) -> None:
    assert found(text) == []


def test_a_bracket_that_is_no_link_stands_in_one() -> None:
    assert found("[[1]](#note-1) [see [2] there](/b)") == ["[[1]](#note-1)", "[see [2] there](/b)"]


def test_what_is_seen_of_pictures() -> None:
    logo, photo = "[![Logo](/l.png)](/)", "[![A boat](/s.jpg)](/large.jpg)"
    badge, plain = "[![tests](https://shields.io/t.svg)](/ci)", "![A boat](/s.jpg)"
    for text, shown in ((logo, True), (photo, False), (badge, False)):
        link, picture = parse(text)
        assert (link.shown, picture.shown) == (True, shown), text
    assert [span.shown for span in parse(plain)] == [False]
    assert [span.shown for span in parse("![a [b](/c) d](/e.png)")] == [False]


def test_an_entry_of_a_table_of_contents_is_no_link() -> None:
    assert found("- [Code of conduct](#code-of-conduct)\n- [Skip to content](#main)") == [
        "[Skip to content](#main)"
    ]

from __future__ import annotations

import logging
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ReadError
from cleaner.extract import Mode, html_to_text, visible

PROSE = [
    "The harbour wall was built by hand over eleven winters, stone upon stone, and it stands.",
    "Nobody in the village remembers who laid the last of them, although many claim a grandfather.",
    "On quiet evenings the boats knock against it with a sound that carries as far as the church.",
]
PAGE = (
    "<html><head><title>The wall</title><script>var hidden = 1;</script></head><body>"
    "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"
    f"<article><h1>The wall</h1>{''.join(f'<p>{line}</p>' for line in PROSE)}"
    "<table><tr><td>Length</td><td>400 m</td></tr></table></article>"
    "<div id='comments'><div class='comment'><p>First to comment here, as ever.</p></div></div>"
    "</body></html>"
)


@pytest.mark.parametrize("mode", ["precision", "balanced", "recall"])
def test_main_content_stays_and_navigation_goes(mode: Mode) -> None:
    text = html_to_text(PAGE, mode)
    assert all(line in text.splitlines() for line in PROSE)
    assert "hidden" not in text
    assert "News" not in text
    assert "First to comment" not in text


def test_tables_stay() -> None:
    assert "400 m" in html_to_text(PAGE)


@pytest.mark.parametrize("mode", ["precision", "balanced", "recall"])
def test_characters_without_a_width_that_spell_stay(mode: Mode) -> None:
    spelt = [
        "می\u200cخواهم به خانه بروم و نمی\u200cدانم چه می\u200cشود، و این جملهٔ بلندی است.",
        "ශ්\u200dරී ලංකාව දූපතකි, ක්\u200dරිකට් ජනප්\u200dරිය ක්\u200dරීඩාවකි.",
        "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 stood on the wall ❤\ufe0f and looked at the sea.",
    ]
    page = PAGE.replace(PROSE[1], "</p><p>".join(spelt))
    assert [line for line in html_to_text(page, mode).splitlines() if line in spelt] == spelt
    assert [line for line in visible(page).text.splitlines() if line in spelt] == spelt
    page = page.replace("\u200c", "&zwnj;").replace("\u200d", "&#8205;")
    assert [line for line in html_to_text(page, mode).splitlines() if line in spelt] == spelt


def test_characters_that_lay_out_go_from_what_is_visible() -> None:
    assert visible("<p>Donau\xaddampf&shy;schiff\u200f</p>").text == "Donaudampfschiff"


def test_same_page_same_text() -> None:
    assert html_to_text(PAGE) == html_to_text(PAGE)


def test_falls_back_to_everything_visible() -> None:
    page = (
        "<style>p {}</style><noscript>Turn it on</noscript><template>never</template>"
        "<script>run()</script><p>seen</p>\n\n\n<p>  also  </p>"
    )
    assert html_to_text(page) == "seen\nalso"


def test_what_is_visible_breaks_at_tags_only() -> None:
    page = "<p>salt &amp; <b>pepper</b> to<!-- a note --> taste</p><p>both</p>"
    assert visible(page).text == "salt &\npepper\nto\ntaste\nboth"


def test_the_size_of_what_is_visible_leaves_out_links_and_menus() -> None:
    page = "<nav>menu <b>of</b></nav><p>two words <a href='/'>linked</a> end</p><footer>f</footer>"
    assert visible(page).size == len("twowordsend")


def test_what_stands_behind_a_second_head_is_visible() -> None:
    page = (
        "<html><head><title>t</title></head>\n</html><head></head><body><p>seen</p></body></html>"
    )
    assert visible(page).text == "t\nseen"


def test_readings_of_ideographs_do_not_break_their_sentence() -> None:
    page = "<p><ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby></p>"
    assert visible(page).text == "橋"


def test_comments_are_told_from_the_page_that_takes_them() -> None:
    page = (
        "<body class='comments-open'><p>story</p><div id='Comments'><div class='comment'><p>first"
        "</p></div><br><p>second</p></div><p>end</p></body>"
    )
    assert visible(page).text == "story\nfirst\nsecond\nend"
    assert visible(page).comments == "first\nsecond"


def test_text_without_tags() -> None:
    assert html_to_text("just two\nlines &amp; more") == "just two\nlines & more"


def test_a_lone_address_is_no_file_name(recwarn: pytest.WarningsRecorder) -> None:
    assert html_to_text("https://example.org/page") == "https://example.org/page"
    assert not recwarn.list


def test_xml_declaration_in_text(recwarn: pytest.WarningsRecorder) -> None:
    assert html_to_text('<?xml version="1.0" encoding="utf-16"?><a>hello</a>') == "hello"
    assert not recwarn.list


def test_nuls_and_surrogates() -> None:
    assert html_to_text("<p>be\0fore</p><p>\udcff after</p>") == "before\n\ufffd after"


@pytest.mark.parametrize("page", ["", " \n", "<", "<html></html>", "<script>x</script>"])
def test_nothing_to_see(page: str) -> None:
    assert html_to_text(page).strip("<") == ""


@pytest.mark.parametrize(
    "page",
    ["<![" * 5000, "<a " * 5000, "<!--" * 5000, "<div>" * 5000 + "x", "<?" * 5000, "&#xD800;"],
)
def test_hostile_pages_end(page: str) -> None:
    assert isinstance(html_to_text(page), str)


def declared(charset: str, text: str) -> bytes:
    return f'<meta charset="{charset}"><p>{text}</p>'.encode(charset)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Да"),
        ("koi8-r", "Да"),
        ("iso-8859-2", "źródło"),
        ("windows-1253", "Ναι"),
        ("shift_jis", "続き"),
        ("euc-jp", "関連"),
        ("iso-2022-jp", "関連記事"),
        ("gb2312", "新闻"),
        ("big5", "新聞"),
        ("euc-kr", "뉴스"),
        ("utf-8", "źródło"),
    ],
)
def test_declared_charset(charset: str, text: str) -> None:
    assert html_to_text(declared(charset, text)) == text


def test_latin_1_means_cp1252() -> None:
    assert html_to_text(b'<meta charset="iso-8859-1"><p>\x93Yes\x94</p>') == "“Yes”"


def test_utf8_that_is_declared_otherwise() -> None:
    page = '<meta charset="windows-1251"><p>Größe</p>'.encode()
    assert html_to_text(page) == "Größe"


def test_mark_counts_more_than_the_declaration() -> None:
    page = b"\xff\xfe" + '<meta charset="utf-8"><p>Größe</p>'.encode("utf-16-le")
    assert html_to_text(page) == "Größe"


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "zlib", "nonsense", "utf-7"])
def test_codecs_that_are_no_charsets(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>caf'.encode() + b"\xe9 +AGE- \\u0041</p>"
    assert html_to_text(page) == "café +AGE- \\u0041"


def test_wrong_declaration_of_a_legacy_page() -> None:
    page = '<meta charset="utf-8"><p>Größe über alles</p>'.encode("cp1252")
    assert html_to_text(page) == "Größe über alles"


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(ReadError, match="not text"):
        html_to_text(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_logging_stays_quiet(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        html_to_text("<html><body></body></html>")
    assert not caplog.records


@given(
    st.lists(st.sampled_from(["<", "<p>", "</p>", "<![", "<!--", "&", "\0", "\udc80", "x", "'"]))
)
def test_any_markup_gives_text(parts: list[str]) -> None:
    assert isinstance(html_to_text("".join(parts)), str)


@given(st.text(st.characters()))
def test_any_text_gives_text(text: str) -> None:
    assert isinstance(html_to_text(text), str)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_read_error(data: bytes) -> None:
    with suppress(ReadError):
        assert isinstance(html_to_text(data), str)

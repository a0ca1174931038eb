from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.joiners import put_back, spelling, with_places

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
SPELT = [
    "می\u200cخواهم به خانه بروم",
    "ශ්\u200dරී ලංකාව",
    "അവന്\u200d പറഞ്ഞു.",
    "ភាសា\u200bខ្មែរ",
    f"\U0001f468\u200d\U0001f469\u200d\U0001f467 and {FLAG}",
    "قال\u06dd١٢",
]


@pytest.mark.parametrize("text", SPELT)
def test_what_spells_is_hidden_and_comes_back(text: str) -> None:
    hidden, places = with_places(text)
    assert hidden != text
    assert hidden.isprintable()
    assert len(hidden) == len(text)
    assert put_back(hidden, places) == text


def test_entities_are_characters() -> None:
    hidden, places = with_places("می&zwnj;خواهم ශ්&#8205;රී &#x1F468;&#x200D;&#x1F467; &amp; &#233;")
    assert (
        put_back(hidden, places) == "می\u200cخواهم ශ්\u200dරී &#x1F468;\u200d&#x1F467; &amp; &#233;"
    )


@pytest.mark.parametrize("taken", ["\U000e01ef", "&#xE01EF;", "&#917999;"])
def test_places_are_no_characters_of_the_page(taken: str) -> None:
    hidden, places = with_places(f"می\u200cخواهم {taken}")
    assert 0xE01EF not in places
    assert put_back(hidden, places) == f"می\u200cخواهم {taken}"


def test_what_only_fills_an_element_stays_and_is_no_line() -> None:
    page = "<td>&zwnj;</td> <td>\u200d</td>"
    assert with_places(page) == (page, {})
    hidden, places = with_places("<p>می\u200cخواهم</p>\n<p>&nbsp;&zwnj;&nbsp;</p>")
    lines = [hidden.split("\n")[0], "\xa0" + next(map(chr, places)) + "\xa0", "end"]
    assert put_back("\n".join(lines), places) == "<p>می\u200cخواهم</p>\nend"


def test_what_lays_out_goes() -> None:
    assert (
        spelling("Donau\xaddampf\u200e \u2067x\u2069 a\u200bb \u200dc d\u200c e")
        == "Donaudampf x ab c d e"
    )
    assert spelling("plain") == "plain"


@given(st.text(alphabet="aب<>& ;#\n\u200b\u200c\u200d\xad\U000e01ef\U000e01ee"))
def test_all_but_what_has_no_width_comes_back(text: str) -> None:
    hidden, places = with_places(text)
    if places:
        assert not {*map(chr, places)} & {*text}
        assert [w for w in put_back(hidden, places).split("\n") if w.strip()] == [
            w for w in spelling(text).split("\n") if w.strip()
        ]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.charset import CODE_PAGES, guess


@pytest.mark.parametrize(
    ("text", "likeliest", "not_this"),
    [
        ("если мы", "koi8_r", "cp1251"),
        ("ЧИТАТЬ ДАЛЕЕ", "koi8_r", "cp1251"),
        ("ЧИТАТЬ ДАЛЕЕ", "cp1251", "koi8_r"),
        ("続きを読む", "euc_jp", "big5"),
        ("뉴스", "cp949", "gb18030"),
        ("Größe", "cp1252", "cp1250"),
        ("śledź źródło", "iso8859_2", "cp1252"),
    ],
)
def test_look_alikes(text: str, likeliest: str, not_this: str) -> None:
    found = guess(text.encode(likeliest))
    assert found[0] == likeliest
    assert not_this not in found or found.index(not_this) > 0


def test_noise_is_of_no_code_page() -> None:
    assert guess(b"\x81\x8d\x8f\x90\x9d" * 20) == []


@given(st.binary(max_size=200))
def test_guesses_are_code_pages_without_repetition(data: bytes) -> None:
    found = guess(data)
    assert set(found) <= set(CODE_PAGES)
    assert len(found) == len(set(found))

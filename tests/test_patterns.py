"""The one way in which patterns are compiled."""

import pytest
import re2

from cleaner.patterns import compiled


def test_works_on_bytes_of_utf_8() -> None:
    match = compiled("ü.$").search("für über".encode())
    assert match is None
    assert compiled(r"^\pL+$").search("über".encode()) is not None


def test_is_compiled_once() -> None:
    first = compiled("once|twice")
    for number in range(200):  # more than the library itself keeps
        compiled(f"other {number}")
    assert compiled("once|twice") is first


def test_says_what_is_no_pattern(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(re2.error):
        compiled("(?=a)")
    assert capfd.readouterr().err == ""

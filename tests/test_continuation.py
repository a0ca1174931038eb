"""How lines begin that go on, and that do not."""

import pytest

from cleaner.continuation import goes_on


@pytest.mark.parametrize(
    "line",
    ["told the", ", who came", ".", "’s house", "(34), who had trained", "-Gesetz aufgenommen"],
)
def test_goes_on(line: str) -> None:
    assert goes_on(line)


@pytest.mark.parametrize(
    "line",
    [
        *("", "Told the", "a) first", "iPhone cases", "(Photo: Example)", "- item", "-"),
        *("(see above)", "example.com", "www.example.org/page", "anna@example.org"),
    ],
)
def test_starts_anew(line: str) -> None:
    assert not goes_on(line)

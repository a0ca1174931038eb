"""Headings that have text of their own."""

import pytest

from cleaner import packs
from cleaner.headings import heads_text, says_title
from cleaner.lexicon import Lexicon
from cleaner.segment import Page

TEXT = "Everybody who writes to the list is expected to be as patient as the river."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(packs.load_rules(()).rules)


@pytest.mark.parametrize(
    "lines",
    [
        ["## License", TEXT],
        ["First.", "License", "=======", "", TEXT],
        ["First.", "### License", "", TEXT],
        ["License", TEXT],
        ["First.", "# License", "", "## 2.4.0", TEXT],
    ],
)
def test_a_heading_over_text(lexicon: Lexicon, lines: list[str]) -> None:
    number = next(i for i, line in enumerate(lines) if "License" in line)
    assert heads_text(Page("\n".join(lines), lexicon), number)


@pytest.mark.parametrize(
    "lines",
    [
        ["First.", "License", TEXT],
        ["First.", "## License", "## Contact us"],
        ["First.", "## License", "### Contact us"],
        ["First.", "## License", "## 2.4.0"],
        ["First.", "## License", "# 2.4.0"],
        ["First.", "## License", "Share on Facebook"],
        ["First.", "## License"],
        ["First.", "#License", TEXT],
        ["First.", "License", "--", TEXT],
    ],
)
def test_no_heading_or_no_text(lexicon: Lexicon, lines: list[str]) -> None:
    assert not heads_text(Page("\n".join(lines), lexicon), 1)


def test_says_title() -> None:
    title = "the bridge of marlen | marlen courier"
    assert says_title("The bridge of Marlen", title)
    assert says_title("» THE BRIDGE", title)
    assert not says_title("The", title)
    assert not says_title("Marlen Courier", title)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.headers import Header, parse, without_buttons
from tests.deduplication.stories import BRIDGE, STORIES

TEXT = BRIDGE.rstrip(".")


@pytest.mark.parametrize(
    ("text", "source", "age"),
    [
        (f"CNN\n3 hours ago\n{TEXT}", "CNN", "3 hours ago"),
        (f"CNN\r\n3 hours ago\r\n{TEXT}", "CNN", "3 hours ago"),
        (
            f"Orchard Weekly\n16 minutes ago\n- Orchard Weekly\n{TEXT}",
            "Orchard Weekly",
            "16 minutes ago",
        ),
        (f"CNN\n- CNN\n3 hours ago\n{TEXT}", "CNN", "3 hours ago"),
        (f"3 hours ago\n- CNN\n{TEXT}", "CNN", "3 hours ago"),
        (f"Talblatt\nvor 3 Stunden\n{TEXT}", "Talblatt", "vor 3 Stunden"),
        (f"3 hours ago · CNN — {TEXT}", "CNN", "3 hours ago"),
        (f"CNN · 3 hours ago — {TEXT}", "CNN", "3 hours ago"),
        (f"CNN | 3 hours ago | {TEXT}", "CNN", "3 hours ago"),
        (f"vor 3 Stunden – {TEXT}", "", "vor 3 Stunden"),
        (f"  2026-03-01 · CNN — {TEXT}", "CNN", "2026-03-01"),
    ],
)
def test_headers(text: str, source: str, age: str) -> None:
    assert parse(text) == Header(source, age, TEXT)


@pytest.mark.parametrize(
    "tail",
    [
        "…",
        "...",
        " [...]",
        " […]",
        " [&hellip;]",
        " READ MORE",
        "… Read more »",
        " [Read more]",
        " (Read more)",
        "... Continue reading →",
        "… read more",
        "\nread more",
        " Weiterlesen",
        "… Lire la suite",
        " READ MORE READ MORE",
        "…\nREAD MORE\n",
        "\n\nRead More...",
        " Read the full story",
    ],
)
def test_tails(tail: str) -> None:
    assert parse(TEXT + tail).body == TEXT


@pytest.mark.parametrize("head", ["… ", "...", "READ MORE ", "READ MORE: ", " \n\t"])
def test_heads(head: str) -> None:
    assert parse(head + TEXT).body == TEXT


@pytest.mark.parametrize(
    "text",
    [
        BRIDGE,
        "He does not like to read more",
        "You can read more about it in her book.",
        'The sign said "read more"',
        "There is more",
        "She kept it in a sealed box (read more)",
        "read more",
        "Il a répondu « non »",
        "He worked on the building.",
        "Frost — and nothing but frost — took the plums",
        "LONDON (Reuters) — The council approved the bridge",
        "A headline of the story\nThe council approved the bridge",
        "READ MOREOVER the small print",
    ],
)
def test_prose_stays(text: str) -> None:
    assert parse(text) == Header("", "", text)


def test_only_capitals_are_a_button_inside() -> None:
    assert without_buttons("It fell. READ MORE The rest stood.") == "It fell. The rest stood."
    assert without_buttons("You can read more in it.") == "You can read more in it."


@given(text=st.one_of(st.text(), st.sampled_from(STORIES)))
def test_a_body_is_part_of_its_text(text: str) -> None:
    header = parse(text)
    assert header.body in text
    assert header.source in text
    assert header.age in text
    assert bool(header.age) or not header.source

"""Lines that are not main text by the shape of the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner import Cleaner, restore
from cleaner.errors import ConfigError
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.shape.judging import hangs, introduces, tied
from cleaner.shape.scoring import filled
from tests.support import PROSE, check_noop, tool

RULE = "core/page-shape"
MENU = ["Skip to content", "Log in", "Subscribe", "Menu", "Harbour", "Old town", "Mill quarter",
        "Upper valley", "Sports", "Rowing", "Angling", "Opinion", "Weather", "Allotments",
        "Night shift", "Weekend", "Share", "Copy link"]  # fmt: skip
FOOT = ["Photos: Harbour watch", "Letters home", "Share", "Copy link", "Load more", "Latest news", "Why the ferry whistles twice",
        "Who paints the boats?", "Read more", "Follow us", "Newsletter", "About us", "Contact us",
        "Advertise", "Privacy policy", "Terms of use", "© 2025 Marlen Courier"]  # fmt: skip
LONG = [f"{line} {PROSE[0]}" for line in PROSE]
PAGE = "\n".join(["Bridge vote | Marlen Courier", *MENU, "Bridge vote", *LONG, *FOOT])


def test_menu_and_footer_go_and_the_reason_says_where() -> None:
    result = tool().clean(PAGE)
    assert all(line in result.text for line in LONG)
    assert "Mill quarter" not in result.text
    assert "ferry whistles" not in result.text
    assert result.text.startswith("Bridge vote\n")
    reasons = [edit.why for edit in result.edits if edit.rule == RULE]
    assert any("before the text" in why for why in reasons)
    assert any("behind the text" in why for why in reasons)
    assert all("main text with a chance of" in why for why in reasons)


@pytest.mark.parametrize(
    ("lines", "gone", "want"),
    [
        (("Bridge vote", "by", "Marta Oyelaran"), [2], [1]),
        (("Bridge vote", " di", "Marta Oyelaran", "or", "Harbour"), [2, 4], [1, 3]),
        (("Bridge vote", "by", "", "Marta Oyelaran"), [3], []),
        (("Bridge vote", "By", "Marta Oyelaran"), [2], []),
        (("Bridge vote", "by boat", "Marta Oyelaran"), [2], []),
        (("by", "Bridge vote", "Marta Oyelaran"), [2], []),
        (("Marta Oyelaran", "by"), [0], []),
    ],
)
def test_a_by_goes_with_the_name_below_it(
    lines: tuple[str, ...], gone: list[int], want: list[int]
) -> None:
    page = Page("\n".join(lines), Lexicon([]))
    numbers = filled(page)
    hanging = hangs(page, numbers, np.isin(numbers, gone))
    assert numbers[hanging].tolist() == want


@pytest.mark.parametrize(
    ("lines", "gone", "taken", "want"),
    [
        (("Renting", ", and why it pays", "Harbour"), [0, 2], [], [0]),
        (("Renting", ", and why it pays", "Harbour"), [1, 2], [], [1]),
        (("The council met on the", "first of the", "month", "Harbour"), [0, 1], [], [0, 1]),
        (("The council met on the", "first of the", "month", "Harbour"), [1, 2, 3], [], [1, 2]),
        (("The council met on the", "first of the", "month", "Harbour"), [1, 2, 3], [0], []),
        (("The council met on the", "", "first of May"), [0], [], []),
        (("Harbour", "old town", "mills"), [1], [], []),
    ],
)
def test_half_a_sentence_does_not_go(
    lines: tuple[str, ...], gone: list[int], taken: list[int], want: list[int]
) -> None:
    page = Page("\n".join(lines), Lexicon([]))
    numbers = filled(page)
    found = tied(page, numbers, np.isin(numbers, gone), np.isin(numbers, taken))
    assert numbers[found].tolist() == want


@pytest.mark.parametrize(
    ("lines", "gone", "want"),
    [
        (("Harbour", "A:", PROSE[0], "Menu"), [0, 1, 3], [1]),
        (("Harbour", "记者：", PROSE[0]), [0, 1], [1]),
        (("Harbour", "Old town", PROSE[0]), [0, 1], []),
        (("A:", PROSE[0], PROSE[1]), [0, 1], []),
        (("A:", "Harbour"), [0], []),
        ((PROSE[0], "A:"), [1], []),
    ],
)
def test_a_label_stays_that_says_whose_words_stand_below(
    lines: tuple[str, ...], gone: list[int], want: list[int]
) -> None:
    page = Page("\n".join(lines), Lexicon([]))
    numbers = filled(page)
    sentence = np.array([line in PROSE for line in lines])
    found = introduces(page, numbers, np.isin(numbers, gone), sentence)
    assert numbers[found].tolist() == want


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Three designs were on the table until far past midnight.", True),
        (
            "What the bridge costs, who pays for it, and where the ferry goes in the years until "
            "then, in five answers from the town hall",
            True,
        ),
        ("Three designs on the table", False),
        ("Rowing, angling, mills: what else happens on the river", False),
    ],
)
def test_the_sentence_below_the_headline_stays(line: str, stays: bool) -> None:
    headline = "Bridge vote: Marlen decides"
    below = ["Anna Heron", "28.04.2024 | 09:36", "0", "0"]
    page = [f"{headline} | Marlen Courier", *MENU, headline, line, *below, *LONG, *FOOT]
    text = Cleaner().clean("\n".join(page)).text
    assert (line in text.split("\n")) is stays
    assert "Anna Heron" not in text


def test_labels_that_rules_know_go_under_their_names() -> None:
    rules = {edit.rule for edit in tool().clean(PAGE).edits}
    assert "core/page-shape" in rules
    assert len(rules) > 1


def test_the_level_moves_the_operating_point() -> None:
    sizes = [len(Cleaner(level=level).clean(PAGE).text) for level in ("safe", "contextual")]
    assert sizes[0] > sizes[1]
    assert RULE not in {edit.rule for edit in tool("safe").clean(PAGE).edits}


def test_prose_and_short_pages_stay() -> None:
    check_noop("\n".join(PROSE))
    check_noop("\n".join(MENU[4:8]))


def test_a_page_in_one_line_is_read_line_by_line() -> None:
    text = " ".join(PAGE.split())
    result = tool().clean(text)
    assert all(line in result.text for line in LONG)
    assert result.text.startswith("Bridge vote")
    for label in ("Mill quarter", "Log in", "ferry whistles", "Privacy policy", "Marlen Courier"):
        assert label not in result.text
    assert {edit.rule for edit in result.edits} > {RULE, "web/skip-link"}
    assert "\n" not in result.text
    assert restore(result.text, result.edits) == text
    check_noop(result.text)


def test_one_line_is_one_line_where_no_labels_are_known_or_shapes_do_not_count() -> None:
    text = " ".join(PAGE.split())
    assert len(tool().line_ends(text)) > len(MENU)
    assert not tool("safe").line_ends(text)
    assert not Cleaner(ignore=[RULE, f"{RULE}-doubtful"]).line_ends(text)
    assert not tool().line_ends(PAGE)
    assert not tool().line_ends(" ".join(LONG * 9))
    check_noop(" ".join(LONG * 9))


def test_markdown_in_one_line_keeps_its_marks() -> None:
    links = "".join(f"* [{entry}](/{number}) " for number, entry in enumerate(MENU))
    text = f"{links}# Bridge vote {' '.join(LONG)} [Share](/s) [Privacy policy](/p) [About us](/a)"
    text = text.replace("engineers", "[engineers](/e)")
    result = tool().clean(text)
    body = " ".join(LONG).replace("engineers", "[engineers](/e)")
    assert result.text == f"# Bridge vote {body}"
    assert restore(result.text, result.edits) == text


def test_what_an_extractor_left_is_scored_though_no_line_is_known() -> None:
    tail = ["Who paints the boats?", "3 weeks ago", "Why the ferry whistles twice", "4 weeks ago",
            "Valley Courier", "Night train to the coast", "© 2025 Valley Courier"]  # fmt: skip
    left = "\n".join([*LONG, *tail])
    assert RULE not in {edit.rule for edit in tool().clean(left).edits}
    result = tool().clean(left, extracted=True)
    assert RULE in {edit.rule for edit in result.edits}
    assert all(line in result.text for line in LONG)
    assert tool().clean(result.text, extracted=True).text == result.text
    assert tool().clean("\n".join(LONG), extracted=True).text == "\n".join(LONG)


def test_a_page_is_never_emptied() -> None:
    result = tool("aggressive").clean("\n".join(MENU * 3))
    assert result.text.strip()


def test_a_rule_may_bring_its_own_model(tmp_path: Path) -> None:
    model = tmp_path / "model.json"
    model.write_text(
        '{"words": {}, "functions": "", "lines": {"bias": 5, "trees": []},'
        ' "pages": {"bias": 0, "trees": []}}'
    )
    rule = tmp_path / "mine" / "page-shape.toml"
    rule.parent.mkdir()
    head = 'message = "by my model"\nkind = "structure"\nsafety = "contextual"\n'
    rule.write_text(f'{head}model = "{model}"\n')
    own = Cleaner(rules=[rule], ignore=[RULE])
    assert "mine/page-shape" not in {edit.rule for edit in own.clean(PAGE).edits}
    model.write_text(model.read_text().replace("5", "-5"))
    from cleaner.shape.model import load

    load.cache_clear()
    own = Cleaner(rules=[rule], ignore=[RULE])
    assert own.clean(PAGE).text == Cleaner(ignore=[RULE]).clean(PAGE).text  # nothing would be left
    rule.write_text(f'{head}model = "{tmp_path}/none.json"\n')
    with pytest.raises(ConfigError, match="not a shape model"):
        Cleaner(rules=[rule])


def test_what_a_site_teaches_says_nothing_of_the_other_lines(tmp_path: Path) -> None:
    learned = tmp_path / "mysite"
    learned.mkdir()
    own = [f"{line} desk" for line in MENU[4:14]]
    rule = {"message": '"m"', "kind": '"line"', "safety": '"safe"'}
    text = "".join(f"{key} = {value}\n" for key, value in rule.items())
    text += f"[phrases]\nmul = {own!r}\n[evidence]\nsite = 'x'\n"
    (learned / "single-lines.toml").write_text(text)
    table = ["Technical data", "Weight", "Length", "Material", "Oak", "Colour", "Made in", "Marlen"]
    page = "\n".join(["Oak lamp", *own, *LONG, *table])
    result = Cleaner(rules=[learned]).clean(page)
    assert own[0] not in result.text
    assert all(line in result.text for line in (*LONG, *table))

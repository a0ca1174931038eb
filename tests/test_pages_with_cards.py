"""Pages of the kind the project began with: an article, empty widgets, related-article cards.

They are made of the texts of other fixtures, so that each snippet is another one, in one long line.
"""

from pathlib import Path
from random import Random

import pytest

from tests.support import tool

FIXTURES = Path(__file__).parent.parent / "fixtures" / "in-the-wild"
SOURCES = ("Valley Times", "Lake News", "The Quay", "RTV Marlen", "Orchard Weekly", "Daily Ferry")
AGES = ("2 hours ago", "16 minutes ago", "an hour ago", "a day ago", "3 days ago", "21-07-2025")
TITLES = (
    "Ferry drops its demand and the mayor answers",
    "New York and Paris want the otters of Marlen",
    "What the bridge will cost, and who pays",
    "Seven things to know after the vote",
    "“Nobody asked us,” say the keepers of the lock",
    "Is this the end of the straw fire?",
)
LAYOUTS = (
    ("source", "age", "again", "title", "snippet"),
    ("source", "age", "title", "snippet"),
    ("source", "again", "title", "snippet"),
    ("title", "age", "snippet"),
    ("both", "title", "snippet"),
    ("source", "age", "again", "title"),
)
WIDGETS = ("Hashtags", "Try Our AI Features", "Explore what Daily8 AI can do for you:", "Comments",
           "No comments yet...", "Related Articles")  # fmt: skip


def articles() -> list[list[str]]:
    """The paragraphs of the clean fixtures that have several."""
    found = []
    for path in sorted(FIXTURES.glob("*.want.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        paragraphs = [line for line in lines if len(line) > 100 and line.endswith((".", "!", "?"))]
        if len(set(paragraphs)) > 2:
            found.append(list(dict.fromkeys(paragraphs)))
    return found


ARTICLES = articles()


def page_of(random: Random) -> tuple[str, list[str], list[tuple[str, str, str]]]:
    """A page, the paragraphs of its article, and source, age and title of its cards."""
    at = random.randrange(len(ARTICLES))
    body = ARTICLES[at][:6]
    lines = ["What happened beside the water this week", *body]
    lines.insert(random.randrange(2, len(lines)), "READ MORE")
    lines += [*WIDGETS[:1], "", *WIDGETS[1:]]
    layout = random.choice(LAYOUTS)
    cards = []
    for title in random.sample(TITLES, random.randint(1, 3)):
        source, age = random.choice(SOURCES), random.choice(AGES)
        text = " ".join(ARTICLES[(at + random.randrange(1, len(ARTICLES))) % len(ARTICLES)])
        fields = {"source": source, "age": age, "again": f"- {source}", "title": title,
                  "both": f"{source} · {age}", "snippet": f"{text[:700]}..."}  # fmt: skip
        lines += ["", "", *(fields[field] for field in layout)]
        named = "source" in layout or "both" in layout
        aged = "age" in layout or "both" in layout
        cards.append((source if named else "", age if aged else "", title))
    return "\n".join(lines), body, cards


@pytest.mark.parametrize("seed", range(80))
def test_the_article_stays_and_every_card_is_a_record(seed: int) -> None:
    text, body, cards = page_of(Random(seed))
    result = tool().clean(text)
    assert [(card.source, card.age, card.title) for card in result.related] == cards
    left = result.text.split("\n")
    assert [line for line in left if line in body] == body
    assert not {"READ MORE", *WIDGETS} & set(left)

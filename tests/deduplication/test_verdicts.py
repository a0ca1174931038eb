from collections.abc import Sequence
from typing import Any

import numpy as np

from cleaner.deduplication.clusters import dedup
from cleaner.deduplication.seen import Seen
from cleaner.deduplication.units import Unit, split
from cleaner.deduplication.verdicts import Judge, judge_seen
from tests.deduplication.stories import BRIDGE, CHESS, FERRY, LIBRARY, PLUMS

OWN = [
    "Rain fell on the western hills for nine days without a break.",
    "My aunt paints small boats in colours that nobody can name.",
    "Every evening the baker counts his loaves twice before closing time.",
    "Trains to the capital leave from platform four since last October.",
    "Wolves were heard near the quarry, says a forester with good ears.",
    "Our school choir won nothing, yet came home singing all the way.",
    "Twenty beehives disappeared overnight from an orchard behind the mill.",
    "Nobody knows why clocks in the post office run backwards on Fridays.",
]
EIGHT = 8


def removed(
    documents: Sequence[Sequence[str]], kind: Any = "paragraph", **settings: Any
) -> dict[str, str]:
    """Verdicts of what goes, by "document/paragraph"."""
    units: list[Unit] = []
    for number, paragraphs in enumerate(documents):
        units += split(number, "\n".join(paragraphs), kind, EIGHT)
    clusters = dedup([unit.text for unit in units], keep="first")
    judge = Judge(np.array([unit.document for unit in units]), kind, **settings)
    for cluster in clusters:
        judge.meet(cluster)
    verdicts = {i: v for cluster in clusters for i, v in judge.verdicts(cluster).items()}
    firsts = {
        d: min(i for i, u in enumerate(units) if u.document == d)
        for d in {u.document for u in units}
    }
    return {
        f"{units[i].document}/{i - firsts[units[i].document]}": verdict.why
        for i, verdict in sorted(verdicts.items())
        if verdict.removed
    }


def test_a_quotation_stays() -> None:
    documents = [[OWN[0], BRIDGE, OWN[1]], [OWN[2], BRIDGE, OWN[3]]]
    assert removed(documents) == {}
    assert list(removed(documents, quotations=True)) == ["1/1"]


def test_a_statement_of_two_paragraphs_stays() -> None:
    statement = [BRIDGE, FERRY]
    assert removed([[*OWN[:3], *statement, OWN[3]], [OWN[4], *statement, *OWN[5:8]]]) == {}


def test_a_statement_published_alone_does_not_rob_the_article_that_quotes_it() -> None:
    statement = [BRIDGE, FERRY]
    assert removed([statement, [OWN[4], *statement, *OWN[5:8]]]) == {}


def test_copied_passages_go() -> None:
    passage = [BRIDGE, FERRY, CHESS]
    found = removed([[*OWN[:3], *passage, OWN[3]], [OWN[4], *passage, *OWN[5:8], PLUMS]])
    assert list(found) == ["1/1", "1/2", "1/3"]
    assert set(found.values()) == {"a copy, and so are the paragraphs around it"}


def test_a_document_of_one_paragraph_goes_if_the_other_has_no_more() -> None:
    assert list(removed([[BRIDGE], [BRIDGE]])) == ["1/0"]
    assert removed([[BRIDGE, FERRY], [BRIDGE]]) == {}


def test_copied_documents_go_also_where_a_paragraph_was_changed() -> None:
    found = removed([[BRIDGE, OWN[0], FERRY], [BRIDGE, OWN[1], FERRY]])
    assert list(found) == ["1/0", "1/2"]


def test_boilerplate_at_the_edge_goes() -> None:
    notice = "Subscribe to our newsletter for the best stories of the week in your inbox"
    texts = [
        [OWN[2 * i], (BRIDGE, FERRY, CHESS, PLUMS)[i], OWN[2 * i + 1], notice] for i in range(4)
    ]
    found = removed(texts)
    assert list(found) == ["1/3", "2/3", "3/3"]
    assert set(found.values()) == {"boilerplate at the edge of 4 documents"}
    assert removed(texts[:2]) == {}


def test_the_same_words_in_the_middle_of_many_are_a_quotation() -> None:
    texts = [
        [*OWN[:2], BRIDGE, *OWN[2:4]],
        [FERRY, OWN[4], BRIDGE, OWN[5], CHESS],
        [PLUMS, OWN[6], BRIDGE, OWN[7], LIBRARY],
    ]
    assert removed(texts) == {}


def test_a_refrain_stays() -> None:
    chorus = "Oh the river runs down to the sea, and it never asks for me"
    assert removed([[chorus, OWN[0], chorus, OWN[1], chorus]]) == {}
    assert removed([[chorus, OWN[0], chorus]], quotations=True) == {}


def test_short_lines_are_left_alone() -> None:
    assert removed([["Advertisement", OWN[i], "Advertisement", OWN[i + 4]] for i in range(4)]) == {}


def test_snippets_and_documents_go_wherever_they_are() -> None:
    for kind in ("snippet", "document"):
        found = removed([[BRIDGE], [FERRY], [BRIDGE]], kind)
        assert found == {"2/0": "a copy"}


def seen(index: int, document: str = "old.txt", *, itself: bool = False) -> tuple[int, Seen]:
    return index, Seen("c", document, 1.0, "the same words", itself)


def test_what_says_more_than_what_was_seen_stays() -> None:
    found = {0: Seen("c", "old.txt", 1.0, "the same words", more=True), **dict([seen(1)])}
    assert judged(found, "snippet") == [1]
    verdicts = judge_seen(found, np.array([0, 0]), "document")
    assert verdicts[0].why == "says more than what was seen before in old.txt"


def judged(indices: dict[int, Seen], kind: Any, **settings: Any) -> list[int]:
    units = list(split(0, "\n".join([*OWN[:5], *OWN[5:8]]), "paragraph", EIGHT))
    documents = np.array([unit.document for unit in units])
    verdicts = judge_seen(indices, documents, kind, **settings)
    assert set(verdicts) == set(indices)
    return [index for index, verdict in verdicts.items() if verdict.removed]


def test_seen_snippets_go_but_for_the_same_one_again() -> None:
    assert judged(dict([seen(0), seen(1, itself=True)]), "snippet") == [0]


def test_seen_paragraphs_go_with_their_surroundings() -> None:
    assert judged(dict([seen(0), seen(1)]), "paragraph") == []
    assert judged(dict([seen(0), seen(1)]), "paragraph", quotations=True) == [0, 1]
    assert judged(dict([seen(0), seen(1), seen(2)]), "paragraph") == [0, 1, 2]
    assert judged(dict([seen(0), seen(1), seen(2, "other.txt")]), "paragraph") == []
    assert judged(dict([seen(0), seen(2), seen(4), seen(6)]), "paragraph") == [0, 2, 4, 6]

from cleaner.deduplication.repeats import Repeats, worth_looking_for
from tests.deduplication.stories import BRIDGE, CHESS, FERRY, LANGUAGES, PLUMS, cut


def test_repeats() -> None:
    found = Repeats([BRIDGE, PLUMS]).find([CHESS, cut(PLUMS, 0.7), f"By the way: {BRIDGE}", FERRY])
    assert [(repeat.text, repeat.snippet) for repeat in found] == [(1, 1), (2, 0)]
    assert all(repeat.score > 0.9 for repeat in found)


def test_the_best_snippet_is_named() -> None:
    found = Repeats([cut(PLUMS, 0.5), PLUMS, f"{FERRY[:100]} {PLUMS[:150]}"]).find([PLUMS])
    assert [repeat.snippet for repeat in found] in ([0], [1])
    assert found[0].score == 1


def test_short_sayings_are_said_in_many_places() -> None:
    assert Repeats(["The chess club meets again"]).find(["The chess club meets again"]) == []


def test_a_sentence_of_a_card_is_no_repeat() -> None:
    assert Repeats([f"{BRIDGE} {PLUMS} {FERRY}"]).find(["Growers in the valley counted."]) == []


def test_what_very_many_cards_share_is_no_repeat() -> None:
    cards = [f"{' '.join(BRIDGE.split()[:14])} n{i} {chr(0x4E00 + i)}" for i in range(60)]
    assert Repeats(cards).find([" ".join(BRIDGE.split()[:14])]) == []


def test_languages() -> None:
    for one, other in LANGUAGES.values():
        found = Repeats([one]).find([other, one[: len(one) * 3 // 4]])
        assert [repeat.text for repeat in found] == [1]


def test_nothing() -> None:
    assert Repeats([]).find([BRIDGE]) == []
    assert Repeats([BRIDGE]).find([]) == []
    assert Repeats(["", "?"]).find(["", "!"]) == []


def test_short_snippets_are_not_worth_a_look() -> None:
    assert not worth_looking_for([])
    assert not worth_looking_for(["The chess club meets again", ""])
    assert worth_looking_for(["The chess club meets again", BRIDGE])


def test_texts_are_numbered_through_batches() -> None:
    texts = [f"{i} {PLUMS}" if i % 700 == 0 else f"{CHESS} {i}" for i in range(3000)]
    assert [repeat.text for repeat in Repeats([PLUMS]).find(texts)] == [0, 700, 1400, 2100, 2800]

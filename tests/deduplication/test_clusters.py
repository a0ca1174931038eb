import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.deduplication import candidates, grouping, tokens, verify
from cleaner.deduplication.clusters import dedup, limits_for
from cleaner.deduplication.distinct import distinguish
from cleaner.deduplication.snippets import read
from cleaner.errors import ConfigError
from cleaner.model import Card, Cluster
from tests.deduplication.stories import (
    BRIDGE,
    CHESS,
    FERRY,
    LANGUAGES,
    LIBRARY,
    PLUMS,
    STORIES,
    cut,
    groups,
    snippets,
)

KEEPS = ("longest", "first", "earliest", "latest")


def shape(clusters: list[Cluster], texts: list[str]) -> set[tuple[Any, ...]]:
    """The clusters without anything that depends on the order of the input."""
    return {
        (
            cluster.id if cluster.text else "",  # what has no text has but its number
            cluster.text,
            read(texts[cluster.representative]),
            frozenset(Counter(texts[member.index] for member in cluster.members).items()),
        )
        for cluster in clusters
    }


@given(texts=snippets, random=st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_order_changes_nothing(texts: list[str], random: random.Random) -> None:
    mixed = list(texts)
    random.shuffle(mixed)
    assert shape(dedup(texts), texts) == shape(dedup(mixed), mixed)


def test_order_changes_nothing_in_large_groups() -> None:
    chance = random.Random(7)
    texts = []
    for text in STORIES * 90:
        words = text.split()
        start = chance.randrange(len(words) // 2)
        texts.append(" ".join(words[start : start + chance.randrange(12, 40)]))
    first = dedup(texts)
    assert max(cluster.copies for cluster in first) > grouping.LARGE
    for _ in range(2):
        mixed = chance.sample(texts, len(texts))
        assert shape(dedup(mixed), mixed) == shape(first, texts)


@given(texts=snippets)
@settings(max_examples=60)
def test_partitions_change_nothing(texts: list[str]) -> None:
    whole = dedup(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "_PARTITION", 5)
        patch.setattr(candidates, "_BLOCK", 2)
        patch.setattr(verify, "_BLOCK", 3)
        patch.setattr(verify, "_EXACT", 2)
        patch.setattr(tokens, "_BATCH_CHARS", 200)
        assert dedup(texts) == whole


@given(texts=snippets, keep=st.sampled_from(KEEPS))
@settings(max_examples=60)
def test_every_snippet_is_in_one_cluster(texts: list[str], keep: Any) -> None:
    clusters = dedup(texts, keep=keep)
    assert sorted(i for group in groups(clusters) for i in group) == list(range(len(texts)))
    firsts = [cluster.members[0].index for cluster in clusters]
    assert firsts == sorted(firsts)
    assert len({cluster.id for cluster in clusters}) == len(clusters)


@given(texts=snippets, keep=st.sampled_from(KEEPS))
@settings(max_examples=60)
def test_members_are_verified_against_the_representative(texts: list[str], keep: Any) -> None:
    for cluster in dedup(texts, keep=keep):
        assert cluster.representative in {member.index for member in cluster.members}
        assert cluster.text == read(texts[cluster.representative]).body
        for member in cluster.members:
            alike = member.score >= verify.Thresholds().floor and member.why
            assert alike or member.why == "the same title"


@given(texts=snippets)
@settings(max_examples=60)
def test_identical_texts_are_together(texts: list[str]) -> None:
    of = {m.index: cluster.id for cluster in dedup(texts) for m in cluster.members}
    for text in filter(str.strip, set(texts)):
        assert len({of[i] for i, other in enumerate(texts) if other == text}) == 1


records = st.lists(
    st.fixed_dictionaries(
        {"text": st.one_of(st.sampled_from(STORIES), st.sampled_from(["", "READ MORE", "News"]))},
        optional={
            field: st.sampled_from(["", "x", "y", "2 hours ago", "The new bridge is approved"])
            for field in ("source", "age", "title", "url", "document", "id")
        },
    ),
    max_size=10,
)


@given(items=records, keep=st.sampled_from(KEEPS))
@settings(max_examples=60)
def test_merging_loses_nothing(items: list[dict[str, str]], keep: Any) -> None:
    clusters = dedup(items, keep=keep)
    for field, plural in (
        ("source", "sources"),
        ("age", "ages"),
        ("title", "titles"),
        ("url", "urls"),
        ("document", "documents"),
    ):
        for cluster in clusters:
            given_ = [getattr(read(items[m.index]), field) for m in cluster.members]
            assert set(getattr(cluster, plural)) == set(given_) - {""}
    for cluster in clusters:
        assert [member.id for member in cluster.members] == [
            items[member.index].get("id", "") for member in cluster.members
        ]
        assert cluster.title or not cluster.titles


def test_nothing() -> None:
    assert dedup([]) == []
    assert cleaner.dedup(iter([])) == []


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["", "", " ", "\n"], [[0], [1], [2], [3]]),
        (["Hello", "hello", "Bye"], [[0, 1], [2]]),
        (["...", "…", "...", "!!!"], [[0, 2], [1], [3]]),
        (["😀😀😀", "😀😀😀", "😀😀😁", "🎉"], [[0, 1], [2], [3]]),
        (["a\x00b c", "a\x00b c", "\x00", "\x00\x00"], [[0, 1], [2], [3]]),
        (["\ud800", "\udc80", "\ud800", f"{BRIDGE}\udce9", BRIDGE], [[0, 2], [1], [3, 4]]),
        ([BRIDGE.replace(" ", "\r\n", 4), BRIDGE.replace(" ", "\n", 4)], [[0, 1]]),
        ([f"  {PLUMS}\n", PLUMS], [[0, 1]]),
    ],
)
def test_odd_texts(texts: list[str], wanted: list[list[int]]) -> None:
    assert groups(dedup(texts)) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages(language: str) -> None:
    one, other = LANGUAGES[language]
    texts = [one, other, cut(one, 0.6), other[: len(other) // 2], f"... {one}"]
    assert groups(dedup(texts)) == [[0, 2, 4], [1, 3]]


TEMPLATES = {
    "weather": "Weather for Monday: sunny with a high of {} degrees and a low of {} degrees, wind from the west at {} km/h.",
    "score": "Final score: Rovers {} United {} after extra time, attendance {} at the Riverside ground on Saturday evening.",
    "stock": "Shares of Northwind closed at {} dollars on Tuesday, up {} percent, with a volume of {} million shares traded.",
    "German": "Das Wetter am Montag: sonnig bei {} Grad, in der Nacht {} Grad, Wind aus West mit {} Kilometern pro Stunde.",
    "Chinese": "北京今天天气晴，最高气温{}度，最低气温{}度，西风{}级，空气质量良好，适合户外活动。",
    "Japanese": "東京の今日の天気は晴れ、最高気温は{}度、最低気温は{}度、風速は{}メートルです。",
    "Thai": "สภาพอากาศวันนี้แจ่มใส อุณหภูมิสูงสุด {} องศา ต่ำสุด {} องศา ลมตะวันตก {} กิโลเมตรต่อชั่วโมง",
    "Arabic": "الطقس اليوم مشمس ودرجة الحرارة العظمى {} درجة والصغرى {} درجة والرياح غربية بسرعة {} كم في الساعة",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_with_other_numbers_are_no_copies(name: str) -> None:
    template = TEMPLATES[name]
    every = [template.format(10 + i, 3 + i, 20 + 3 * i) for i in range(8)]
    assert len(dedup(every)) == 8
    one = [template.format(10 + i, 3, 20) for i in range(8)]
    assert len(dedup(one)) == 8
    assert len(dedup([one[0], one[1], *one[:1] * 5])) <= 2


def test_a_corrected_number_is_a_copy() -> None:
    text = f"{LIBRARY} The atlas was printed in {{}}."
    assert groups(dedup([text.format(1784), text.format(1794), BRIDGE])) == [[0, 1], [2]]


def test_very_many_identical_texts() -> None:
    text = "The ferry does not sail today, the harbour office said"
    clusters = dedup([text, "No train leaves on Sunday"] * 25_000)
    assert [cluster.copies for cluster in clusters] == [25_000, 25_000]


def test_very_many_copies_of_one_text() -> None:
    texts = [f"{BRIDGE} Said {name}." for name in map(chr, range(0x4E00, 0x4E00 + 300))]
    clusters = dedup(texts)
    assert [cluster.copies for cluster in clusters] == [300]


def test_all_distinct() -> None:
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(4_000)]
    texts = [" ".join(chance.choices(words, k=30)) for _ in range(2_000)]
    assert len(dedup(texts)) == 2_000


def test_very_long_beside_very_short() -> None:
    chance = random.Random(6)
    words = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(4_000)]
    long = " ".join(chance.choices(words, k=60_000))
    texts = [long, BRIDGE, "Hello", long[:200_000], f"{BRIDGE} Hello"]
    assert groups(dedup(texts)) == [[0, 3], [1, 4], [2]]


def test_prefixes() -> None:
    texts = [CHESS[: len(CHESS) * i // 6] for i in range(2, 7)]
    assert groups(dedup([*texts, PLUMS[:150]])) == [[0, 1, 2, 3, 4], [5]]


@pytest.mark.parametrize("more", [[], [f"{PLUMS} {FERRY} And that was all."]])
def test_a_snippet_that_contains_two_others(more: list[str]) -> None:
    texts = [
        PLUMS,
        FERRY,
        *([f"{PLUMS} {FERRY}"] if not more else []),
        cut(PLUMS, 0.9),
        cut(FERRY, 0.9),
        *more,
    ]
    of = {i: number for number, group in enumerate(groups(dedup(texts))) for i in group}
    assert of[0] != of[1]
    assert groups(dedup([PLUMS, FERRY, f"{PLUMS} {FERRY}"])) in ([[0, 2], [1]], [[0], [1, 2]])


def test_bare_titles_join_their_story() -> None:
    title = "Council approves the new bridge at last"
    clusters = dedup([{"text": BRIDGE, "title": title}, {"title": title}, title, PLUMS])
    assert groups(clusters) == [[0, 1, 2], [3]]
    assert clusters[0].text == BRIDGE
    bare = dedup([{"text": PLUMS, "title": title}, {"title": title}])[0]
    assert [member.why for member in bare.members] == ["the representative", "the same title"]


def test_reasons() -> None:
    first, second, third = dedup([PLUMS, PLUMS.upper(), cut(PLUMS, 0.8), BRIDGE, ""])
    assert [m.why for m in first.members] == [
        "the representative",
        "the same words",
        "100% of the 4-grams of the shorter text (38 words)",
    ]
    assert (second.why, third.why) == ("the only one", "there is no text to compare")


def page(seed: int) -> str:
    """A page of which the first half is the same for all."""
    words = [f"word{number}" for number in range(240)]
    own = [f"own{random.Random(seed + number).randrange(10**6)}" for number in range(200)]
    return " ".join(words + own)


def test_the_threshold_holds_for_pages_and_their_reason_says_what_was_counted() -> None:
    pages = [page(0), page(1000)]
    (cluster,) = dedup(pages)
    assert {member.why for member in cluster.members} == {
        "the representative",
        "54% of the shingles of the shorter text (440 words)",
    }
    assert len(dedup(pages, threshold=0.8)) == 2
    assert len(dedup(pages, threshold=0.57)) == 1
    bounds = [limits_for(share).document for share in (0.2, 0.57, 0.8, 1.0)]
    assert bounds == pytest.approx([0.175, 0.5, 0.767, 1.0], abs=0.001)


def test_a_notice_that_stands_above_stories_makes_them_no_copies() -> None:
    notice = "Sign up for the morning letter of the valley and never miss a story again."
    for count in (2, 3, 5):
        found = dedup([notice, *(f"{notice} {story}" for story in STORIES[:count])])
        assert sum(cluster.copies for cluster in found) == count + 1
        assert len(found) == count
        assert all(cluster.text != notice for cluster in found)


def test_the_title_does_not_depend_on_the_order() -> None:
    titles = ["Plums", "A frost", "A smoke", "Plums", "Zb"]
    items: list[dict[str, str]] = [{"text": PLUMS}]
    items += [{"text": cut(PLUMS, 0.9 - at / 50), "title": t} for at, t in enumerate(titles)]
    for first, title in ((0, "Plums"), (1, "Plums"), (2, "A frost")):
        some = items if first < 2 else [items[0], *items[2:4]]
        assert [dedup(order)[0].title for order in (some, some[::-1])] == [title] * 2


def test_the_survivor_has_no_residue() -> None:
    text = LIBRARY.rstrip(".")
    (cluster,) = dedup([f"CNN\n3 hours ago\n{text}… READ MORE", cut(text, 0.7)])
    assert cluster.text == text
    assert (cluster.sources, cluster.ages) == (("CNN",), ("3 hours ago",))


def test_ids_do_not_depend_on_other_clusters() -> None:
    alone = dedup([PLUMS, cut(PLUMS, 0.8)])[0].id
    assert dedup([BRIDGE, cut(PLUMS, 0.8), PLUMS])[1].id == alone


@pytest.mark.parametrize("keep", KEEPS)
def test_keep(keep: Any) -> None:
    items = [
        {"text": cut(FERRY, 0.9), "age": "2 hours ago"},
        {"text": FERRY, "age": "yesterday"},
        {"text": cut(FERRY, 0.8), "age": "vor 3 Minuten"},
        {"text": cut(FERRY, 0.7), "age": "2026-03-01"},
    ]
    (cluster,) = dedup(items, keep=keep, now=datetime(2026, 3, 10, 12, tzinfo=UTC))
    wanted = {"longest": 1, "first": 0, "earliest": 3, "latest": 2}[keep]
    assert cluster.representative == wanted
    assert cluster.why.startswith(f"the {keep} of 4")


@pytest.mark.parametrize(
    "settings_",
    [{"keep": "newest"}, {"threshold": 0}, {"threshold": 1.5}, {"threshold": float("nan")}],
)
def test_settings_that_cannot_be_used(settings_: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        dedup(["a"], **settings_)
    assert caught.value.remedy


@pytest.mark.parametrize("items", ["a text", {"text": "a text"}])
def test_one_snippet_is_no_list(items: Any) -> None:
    with pytest.raises(ConfigError, match="one snippet") as caught:
        dedup(items)
    assert "list" in caught.value.remedy


def test_threshold() -> None:
    texts = [BRIDGE, BRIDGE[:90] + PLUMS[:150]]
    assert len(dedup(texts)) == 2
    assert len(dedup(texts, threshold=0.4)) == 1
    # So little is shared that every copy is below the floor of the default.
    assert len(dedup([BRIDGE, BRIDGE[:50] + PLUMS[:200]], threshold=0.2)) == 1
    chain = [f"{BRIDGE[:at]} {PLUMS[at:]}" for at in range(0, len(PLUMS), 9)]
    scores = [m.score for c in dedup(chain, threshold=0.9) for m in c.members]
    assert min(scores) > limits_for(0.9).floor > 0.8
    assert limits_for(0.4).long == 0.4
    assert limits_for(1).short == 1


def test_distinguish_lays_copies_together() -> None:
    found = distinguish([BRIDGE, PLUMS, BRIDGE.upper(), "?", "!", "?"])
    assert len(found.table) == 4
    assert found.copies[int(found.row[0])].tolist() == [0, 2]
    assert found.row[3] == found.row[5] != found.row[4]


def test_what_has_no_text_is_like_nothing() -> None:
    items = ["", STORIES[0], {"text": None, "url": "a"}, STORIES[0], {"title": "", "id": "5"}, "  "]
    found = dedup(items)
    assert [[member.index for member in cluster.members] for cluster in found] == [
        [0],
        [1, 3],
        [2],
        [4],
        [5],
    ]
    assert found[2].urls == ("a",)
    assert found[3].members[0].id == "5"
    assert len({cluster.id for cluster in found}) == len(found)
    assert [cluster.representative for cluster in found] == [0, 1, 2, 4, 5]


def test_a_mapping_without_a_text_is_an_error() -> None:
    with pytest.raises(ConfigError, match="has no text") as error:
        dedup([{"content": STORIES[0], "url": "a"}])
    assert error.value.remedy == 'call it "text"; the keys are: content, url'


def test_cards_are_snippets() -> None:
    cards = [Card("Source", "1 day ago", "A title", STORIES[0], name, 0, 9) for name in "ab"]
    (cluster,) = dedup(cards)
    assert (cluster.documents, cluster.title, cluster.copies) == (("a", "b"), "A title", 2)


def test_ages_count_from_the_present() -> None:
    items = [{"text": STORIES[0], "age": f"{hours} hours ago"} for hours in (3, 2)]
    (cluster,) = dedup(items, keep="latest")
    assert cluster.representative == 1


@pytest.mark.parametrize("wrong", [{"now": "2026-01-01"}, {"threshold": "0.5"}])
def test_what_is_no_setting_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        dedup(["a"], **wrong)

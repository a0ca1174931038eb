from cleaner.learn.families import CROWD, common_name, families
from cleaner.learn.sheets import Digester
from tests.learn.corpus import texts


def edges(text: str) -> tuple[list[int], list[int]]:
    keys = Digester().sheet(text).keys.tolist()
    return keys[:20], keys[-20:]


def test_sites_are_told_apart_by_their_edges() -> None:
    names = ["news", "shop", "german-news", "chinese-news"]
    found = families([edges(text) for name in names for text in texts(name, 8)])
    groups = [set(found[i * 8 : i * 8 + 8]) for i in range(4)]
    assert all(len(group) == 1 for group in groups)
    assert len(set.union(*groups)) == 4


def test_what_shares_nothing_is_alone() -> None:
    lonely = [edges(f"{word}\nalone {word}") for word in ("one", "two", "three")]
    assert families(lonely) == [-1, -1, -1]
    assert families([]) == []


def test_common_name() -> None:
    assert common_name(["a/courier-01.txt", "b/courier-17.txt"]) == "courier"
    assert common_name(["one.txt", "two.txt"]) == ""
    assert common_name(["courier.jsonl", "courier.jsonl"]) == "courier"
    assert common_name(["a.jsonl", "a.jsonl"]) == ""
    assert common_name(["page-01.txt", "page-02.txt"]) == ""


def test_lines_that_many_sites_have_are_no_evidence_of_one() -> None:
    common = [1, 2, 3]  # as the head of a page; all else is of one site each
    own = [[*range(site * 10, site * 10 + 8)] for site in range(10, 10 + 2 * CROWD)]
    found = families([(common, tail) for tail in own for _ in range(3)])
    assert len(set(found)) == len(own)
    assert all(len(set(found[i * 3 : i * 3 + 3])) == 1 for i in range(len(own)))

import pickle

import pytest

from cleaner.errors import ConfigError
from cleaner.learn.naming import Grouping, host, slug
from cleaner.rules import NAME


@pytest.mark.parametrize(
    ("address", "document", "site"),
    [
        ("https://www.Example.com/a?b", "x.jsonl", "example.com"),
        ("https://news.example.com/a", "x.jsonl", "news.example.com"),
        ("https://web.archive.org/web/2020id_/http://www.example.com/a", "", "example.com"),
        ("Harbour Courier", "x.jsonl", "harbour courier"),
        ("", "courier/a.txt", "courier"),
        ("", "2024-03/a.txt", ""),
        ("", "www.example.com_about.html", "example.com"),
        ("", "page-01.txt", ""),
        ("http://[broken", "page-01.txt", ""),
    ],
)
def test_site(address: str, document: str, site: str) -> None:
    assert Grouping().site(address, document) == site


def test_chosen_ways() -> None:
    assert Grouping("one").site("https://a.example", "b/c.txt") == "site"
    assert Grouping("folder").site("https://a.example", "b/c.txt") == "b"
    assert Grouping("lines").site("https://a.example", "b/c.txt") == ""
    by_name = Grouping(pattern=r"^([a-z]+)-\d+")
    assert by_name.site("", "deep/courier-17.txt") == "courier"
    assert pickle.loads(pickle.dumps(by_name)).site("", "courier-17.txt") == "courier"


@pytest.mark.parametrize("arguments", [("hosts",), ("name", "(")])
def test_what_cannot_be_used(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError):
        Grouping(*arguments)


def test_what_is_wrong_with_a_pattern_is_told() -> None:
    with pytest.raises(ConfigError, match=r"is not RE2 syntax: missing \)"):
        Grouping("name", "(a")


def test_names_are_kebab_case() -> None:
    assert slug("Das könnte Sie auch interessieren", 24) == "das-konnte-sie-auch"
    assert NAME.fullmatch(slug("www.Example_site.co.uk"))
    assert slug("相关报道") == ""
    assert host("ftp://x.example/") == "x.example"

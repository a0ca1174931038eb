from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.packs import loaded_packs, options
from cleaner.rulefile import load, load_file

GOOD = 'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\nen = ["x y"]\n'
RUN, TEASERS, REFLOW, STRUCTURE = (
    f'message = "m"\nkind = "{kind}"\nsafety = "safe"\n'
    for kind in ("run", "teasers", "reflow", "structure")
)
TEST = "[[tests]]\nname = 'a'\ninput = 'b'\nwant = 'b'\n"


def write(folder: Path, text: str, name: str = "pack/rule.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_load(tmp_path: Path) -> None:
    rule = load_file(write(tmp_path, GOOD), options())
    assert (rule.id, rule.pack, rule.kind, rule.safety) == ("pack/rule", "pack", "line", "safe")
    assert rule.count() == 1


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        (GOOD.replace("kind", "knd"), 2, "unknown key 'knd'", "kind"),
        ('id = "pack/rule"\n' + GOOD, 1, "unknown key 'id'", "a rule is called folder/file"),
        ('name = "rule"\n' + GOOD, 1, "unknown key 'name'", "a rule is called folder/file"),
        ('description = "m"\n' + GOOD, 1, "unknown key 'description'", "'message'"),
        ('level = "safe"\n' + GOOD, 1, "unknown key 'level'", "'safety'"),
        (f"{GOOD}{TEST}[[tests]]\nnam = 'a'\n", 11, "unknown key 'tests.nam'", "'name'"),
        (GOOD.replace('"safe"', '"save"'), 3, "safety is 'save'", "safe"),
        (GOOD.replace('"line"', '"lines"'), 2, "kind is 'lines'", "line"),
        (GOOD.replace('message = "m"\n', ""), 0, "key 'message' is missing", "add message"),
        (GOOD.replace('"m"', '"M."'), 1, "without a full stop", ""),
        (GOOD.replace('["x y"]', '"x y"'), 5, "phrases.en must be a list of texts", 'en = ["'),
        (GOOD.replace("en =", "English ="), 5, "language code", "such as en"),
        (GOOD.replace('safety = "safe"\n', ""), 0, "'safety' is missing", "safe, contextual, aggr"),
        (GOOD.replace('kind = "line"\n', ""), 0, "'kind' is missing", "one of: block, card"),
        ('position = "head"\n' + GOOD, 1, "position must be a list", 'write position = ["'),
        (GOOD.replace("[phrases]\nen", "phrases"), 4, "must be a table", "write [phrases]"),
        ('patterns = ["(?=a)"]\n' + GOOD, 1, "not RE2 syntax", "lookaround"),
        ('patterns = ["a*"]\n' + GOOD, 1, "matches the empty line", "anchor"),
        ("max_chars = true\n" + GOOD, 1, "whole number", ""),
        ("max_chars = -1\n" + GOOD, 1, "max_chars must be a whole number, 0 or more", ""),
        (RUN + "keep_last = -1000\n", 4, "keep_last must be a whole number, 0 or more", ""),
        (GOOD.replace("x y", "\u200b"), 5, "phrases.en must be a list of texts", ""),
        (GOOD.replace("phrases", "contains").replace("x y", "\ufe0f"), 5, "contains.en must", ""),
        (TEASERS + "by.en = 5\n", 4, "by.en must be a list of texts", 'en = ["'),
        (TEASERS + "by.en = 'by'\n", 4, "by.en must be a list of texts", 'en = ["'),
        (TEASERS + "[by]\nen = [['a']]\n", 5, "by.en must be a list of texts", 'en = ["'),
        (TEASERS + "by.klingon = ['by']\n", 4, "'klingon' is not a language code", "such as en"),
        (REFLOW + "never_last.en = ['']\n", 4, "never_last.en must be a list of texts", ""),
        (REFLOW + "determiners.en = [{a = 1}]\n", 4, "determiners.en must be a list of", ""),
        (STRUCTURE + "article_care = nan\n", 4, "article_care must be a number", ""),
        (STRUCTURE + "article_care = inf\n", 4, "article_care must be a number", ""),
        (r"patterns = ['\Aorder tomatoes\z']" + "\n" + GOOD, 1, "ends of the text", "use ^ and $"),
        ("patterns = ['(?-m:^[0-9]$)']\n" + GOOD, 1, "ends of the text", "use ^ and $"),
        (GOOD + "[[tests]]\nname = 'a'\ninput = 'b'\n", 6, "'want' is missing", "add want"),
        (f"{GOOD}{TEST}{TEST}[[tests]]\nname = 1\n", 15, "name must be a text", ""),
        (f"{GOOD}{TEST}[[tests]]\nnmae = 'a'\n", 11, "unknown key 'tests.nmae'", "name"),
        ("tests = [1]\n" + GOOD, 1, "tests must be tables", "write"),
        ("message = [", 1, "not valid TOML", ""),
        ("message = " + "[" * 3000 + "]" * 3000, 1, "not valid TOML", ""),
    ],
)
def test_broken_files_name_the_place(
    tmp_path: Path, text: str, line: int, message: str, remedy: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RuleError) as error:
        load_file(path, options())
    assert message in error.value.message
    assert error.value.line == line
    assert remedy in error.value.remedy
    assert str(error.value).startswith(str(path))


def test_a_byte_order_mark_is_no_part_of_the_rule(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert load_file(path, options()).count() == 1


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RuleError, match="not UTF-8") as error:
        load_file(path, options())
    assert "UTF-8" in error.value.remedy
    path.unlink()
    with pytest.raises(RuleError, match="No such file"):
        load_file(path, options())


def test_names_are_kebab_case(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="the file's name 'My_Rule' is not kebab-case"):
        load_file(write(tmp_path, GOOD, "pack/My_Rule.toml"), options())
    with pytest.raises(RuleError, match="the folder's name 'My Pack'"):
        load_file(write(tmp_path, GOOD, "My Pack/rule.toml"), options())


@pytest.mark.parametrize("given", [".", "rule.toml", "./rule.toml"])
def test_rules_of_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(write(tmp_path, GOOD).parent)
    assert [rule.id for rule in load([Path(given)], options()).rules] == ["pack/rule"]
    assert loaded_packs([given])[-1].name == "pack"


def test_one_id_in_two_places(tmp_path: Path) -> None:
    write(tmp_path / "a", GOOD)
    write(tmp_path / "b", GOOD)
    with pytest.raises(RuleError, match="already taken"):
        load([tmp_path], options())


def test_no_rules(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule files"):
        load([tmp_path], options())
    with pytest.raises(RuleError, match="no such file"):
        load([tmp_path / "missing"], options())


def test_evidence_is_known_and_checked(tmp_path: Path) -> None:
    text = (
        'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\nmul = ["x y"]\n'
        '[evidence]\nsite = "a"\ndocuments = 3\nshare = 0.5\nexamples = ["b"]\n'
    )
    path = tmp_path / "pack" / "rule.toml"
    path.parent.mkdir()
    path.write_text(text)
    assert load_file(path, options()).evidence == {
        "site": "a",
        "documents": 3,
        "share": 0.5,
        "examples": ["b"],
    }
    for old, new in (("documents", "dokuments"), ("3", '"three"')):
        path.write_text(text.replace(old, new))
        with pytest.raises(RuleError) as caught:
            load_file(path, options())
        assert caught.value.line == 8


@pytest.mark.parametrize("items", ["[3]", '[""]', '["x", ["y"]]'])
def test_an_option_that_is_a_list_of_texts(tmp_path: Path, items: str) -> None:
    text = f'message = "m"\nkind = "group"\nsafety = "safe"\nlabels = {items}\n'
    with pytest.raises(RuleError, match="labels must be a list of texts") as caught:
        load([write(tmp_path, text)], options())
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("kind", "line", "remedy"),
    [
        ("block", 'takes = "title"', "did you mean 'titles'? one of: heading, contents, "),
        ("run", 'place = "foot"', "one of: head, tail"),
        ("inline", 'case = ["upper", "lower"]', "one of: upper, title, exact"),
        ("inline", 'boundary = "sentences"', "did you mean 'sentence'?"),
        ("hashtag", "scope = [1]", "one of: line, trailing"),
    ],
)
def test_an_option_that_is_one_of_a_few(tmp_path: Path, kind: str, line: str, remedy: str) -> None:
    text = f'message = "m"\nkind = "{kind}"\nsafety = "safe"\n{line}\n[phrases]\nen = ["x y"]\n'
    with pytest.raises(RuleError) as caught:
        load_file(write(tmp_path, text), options())
    assert remedy in caught.value.remedy
    assert caught.value.line == 4

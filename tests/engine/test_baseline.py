"""Known findings stay quiet wherever their lines go, and are forgotten when they are gone."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.engine.baseline import Baseline
from cleaner.engine.checked import Checked, Found
from cleaner.engine.findings import found_in
from cleaner.errors import ConfigError, ReadError
from tests.support import PROSE, page, run, tool

# Safe rules fire alone, so that moving a line changes nothing but its place.
LINES = [*PROSE[:4], "READ MORE", "Share on Facebook", "Continue reading", "", "Read  more"]
SETTINGS = "{}"


def check(lines: list[str], name: str) -> Checked:
    """The findings of a page that keeps a sentence, whatever else it loses."""
    text = "\n".join([PROSE[4], *lines])
    return Checked(name, "text", found=found_in(tool("safe").clean(text), {}))


@given(st.data(), st.lists(st.sampled_from(LINES), min_size=1, max_size=15))
def test_moving_lines_wakes_nothing(data: st.DataObject, lines: list[str]) -> None:
    moved = data.draw(st.permutations(lines))
    with TemporaryDirectory() as folder:
        page = str(Path(folder, "page.txt"))
        first = Baseline(Path(folder, "known.json"), SETTINGS, fresh=True)
        known = check(lines, page)
        first.add(known)
        first.write()
        again = Baseline(Path(folder, "known.json"), SETTINGS)
        assert again.new(check(moved, page)) == []
        one_more = check([*moved, "Share on WhatsApp"], page)
        assert [found.text for found in again.new(one_more)] == ["Share on WhatsApp"]


def found(rule: str, key: str) -> Found:
    return Found(1, 1, 1, 2, rule, "", "", "safe", "", "", True, key)


def source(folder: Path, name: str, *keys: str) -> Checked:
    (folder / name).write_text("")
    return Checked(str(folder / name), "text", found=[found("a/b", key) for key in keys])


def written(folder: Path, *checked: Checked) -> Path:
    baseline = Baseline(folder / "known.json", SETTINGS, fresh=True)
    for one in checked:
        baseline.add(one)
    baseline.take()
    baseline.write()
    return folder / "known.json"


def test_a_second_one_on_an_equal_line_is_new(tmp_path: Path) -> None:
    path = written(tmp_path, source(tmp_path, "a.txt", "k", "k"))
    assert len(Baseline(path, SETTINGS).new(source(tmp_path, "a.txt", "k", "k", "k"))) == 1
    assert len(Baseline(path, SETTINGS).new(source(tmp_path, "b.txt", "k"))) == 1


def test_what_is_gone_is_pruned(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        source(tmp_path, "a.txt", "k", "l", "l"),
        source(tmp_path, "not-looked-at.txt", "k"),
        source(tmp_path, "removed.txt", "k"),
    )
    (tmp_path / "removed.txt").unlink()
    baseline = Baseline(path, SETTINGS)
    baseline.new(source(tmp_path, "a.txt", "l"))
    assert baseline.prune()
    assert baseline.pruned == 3
    baseline.write()
    kept = json.loads(path.read_text())["findings"]
    assert kept == {"a.txt": {"a/b": {"l": 1}}, "not-looked-at.txt": {"a/b": {"k": 1}}}
    assert not Baseline(path, SETTINGS).prune()


def test_other_rules_prune_nothing(tmp_path: Path) -> None:
    """With --select everything else looks as if it were gone."""
    path = written(tmp_path, source(tmp_path, "a.txt", "k"))
    baseline = Baseline(path, '{"select": ["x"]}')
    baseline.new(source(tmp_path, "a.txt"))
    assert not baseline.prune()


def test_a_source_that_cannot_be_read_keeps_what_is_known(tmp_path: Path) -> None:
    path = written(tmp_path, source(tmp_path, "a.txt", "k"))
    baseline = Baseline(path, SETTINGS)
    checked = source(tmp_path, "a.txt")
    checked.failures.append(ReadError("not text", path="a.txt"))
    baseline.new(checked)
    assert not baseline.prune()


def test_the_folder_of_the_file_is_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, source(tmp_path, "a.txt", "k"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    checked = Checked("../a.txt", "text", found=[found("a/b", "k")])
    assert Baseline(path, SETTINGS).new(checked) == []


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "settings": ""}'])
def test_not_a_baseline(text: str, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(ConfigError, match="baseline"):
        Baseline(tmp_path / "known.json", SETTINGS)


RULE = """
message = "button that orders the catalogue"
kind = "line"
safety = "safe"
[phrases]
en = ["order the seed catalogue"]
"""


def known(path: Path) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = json.loads(path.read_text())["findings"]
    return found


def test_what_other_rules_or_settings_do_not_find_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "mine/site").mkdir(parents=True)
    (tmp_path / "mine/site/seeds.toml").write_text(RULE)
    (tmp_path / "a.txt").write_text(page("ORDER THE SEED CATALOGUE"))
    (tmp_path / "b.jsonl").write_text(json.dumps({"body": page("READ MORE"), "text": "x"}) + "\n")
    files, path = ("a.txt", "b.jsonl"), tmp_path / "known.json"
    own = ("--rules", "mine", "--text-field", "body", "--no-cache")
    run("check", *files, *own, "--write-baseline", "known.json", cwd=tmp_path)
    before = known(path)
    assert {*before} == {*files}
    for options in (("--rules", "mine"), ("--text-field", "body")):
        done = run("check", *files, *options, "--baseline", "known.json", cwd=tmp_path)
        assert done.returncode == 0
        assert known(path) == before
    (tmp_path / "mine/site/seeds.toml").write_text(RULE.replace("order the", "get the"))
    run("check", *files, *own, "--baseline", "known.json", cwd=tmp_path)
    assert known(path) == before
    (tmp_path / "mine/site/seeds.toml").write_text(RULE)
    (tmp_path / "a.txt").write_text(page())
    run("check", *files, *own, "--baseline", "known.json", cwd=tmp_path)
    assert {*known(path)} == {"b.jsonl"}


def test_standard_input_that_was_not_looked_at_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(page())
    dirty, path = page("READ MORE").encode(), tmp_path / "known.json"
    run("check", "-", "--write-baseline", "known.json", stdin=dirty, cwd=tmp_path)
    before = known(path)
    assert before
    assert run("check", "a.txt", "--baseline", "known.json", cwd=tmp_path).returncode == 0
    assert known(path) == before
    again = run("check", "-", "--baseline", "known.json", stdin=dirty, cwd=tmp_path)
    assert again.returncode == 0
    run("check", "-", "--baseline", "known.json", stdin=page().encode(), cwd=tmp_path)
    assert not known(path)

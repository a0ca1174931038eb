"""The cache of understood rule files: the same rules, never old ones, and never anybody else's."""

from __future__ import annotations

import os
import shutil
import stat
import tomllib
from pathlib import Path

import pytest

from cleaner import atoms, prepared
from cleaner.errors import RuleError
from cleaner.packs import options, shipped
from cleaner.rulefile import load
from cleaner.rules import Ruleset

RULE = """\
message = "a button"
kind = "line"
safety = "safe"
patterns = ['^(?:push|press) the button$']
[phrases]
en = ["push me"]
[[tests]]
name = "drops the button"
input = "One.\\nPush me\\nTwo."
want = "One.\\nTwo."
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(atoms, "known", {})
    return tmp_path / "cache"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "buttons").mkdir(parents=True)
    (tmp_path / "rules" / "buttons" / "push.toml").write_text(RULE)
    return tmp_path / "rules"


def kept(cache: Path) -> Path:
    [file] = cache.glob("rules-*.json")
    return file


def without_parsing(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Ruleset:
    """Load what the cache must have."""

    def never(source: str) -> None:
        raise AssertionError("a file was parsed")

    with monkeypatch.context() as patch:
        patch.setattr(tomllib, "loads", never)
        return prepared.load(pack, options())


def test_the_shipped_rules_are_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = load([shipped()], options())
    assert prepared.load(shipped(), options()) == plain
    assert without_parsing(shipped(), monkeypatch) == plain
    patterns = [p for r in plain.rules for t in r.triggers.values() for p in t.patterns]
    known = [(atoms.atoms(pattern), atoms.heads(pattern)) for pattern in patterns]
    monkeypatch.setattr(atoms, "known", {})
    assert known == [(atoms.atoms(pattern), atoms.heads(pattern)) for pattern in patterns]


def test_a_file_that_changes_counts_though_size_and_time_stay(
    cache: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared.load(pack, options())
    file = pack / "buttons" / "push.toml"
    time = file.stat().st_mtime_ns
    file.write_text(RULE.replace("push me", "pull me"))
    os.utime(file, ns=(time, time))
    assert prepared.load(pack, options()) == load([pack], options())
    shutil.copy(file, file.with_name("pull.toml"))
    assert len(prepared.load(pack, options()).rules) == 2


def test_another_program_has_a_file_of_its_own(
    cache: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared.load(pack, options())
    monkeypatch.setattr("sys.version", "another Python")
    prepared.load(pack, options())
    assert len(list(cache.glob("rules-*.json"))) == 2


@pytest.mark.parametrize("data", [b"", b"[]", b'{"tables": [{"kind"', b'{"tables": []}', b"\xff"])
def test_a_damaged_file_is_replaced(
    data: bytes, cache: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = prepared.load(pack, options())
    kept(cache).write_bytes(data)
    assert prepared.load(pack, options()) == plain
    assert without_parsing(pack, monkeypatch) == plain


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_file_that_others_may_write_is_not_read(cache: Path, pack: Path) -> None:
    plain = prepared.load(pack, options())
    file = kept(cache)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(file.read_bytes().replace(b"push me", b"prose  "))
    assert prepared.load(pack, options()) != plain
    file.chmod(0o620)
    assert prepared.load(pack, options()) == plain


def test_a_cache_that_cannot_be_written(cache: Path, pack: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert prepared.load(pack, options()) == load([pack], options())


def test_a_user_without_a_home(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLEANER_CACHE_DIR", "~/.cache/cleaner")
    assert prepared.load(pack, options()) == load([pack], options())
    assert not (tmp_path / "~").exists()


def test_errors_are_those_of_the_files(cache: Path, pack: Path) -> None:
    prepared.load(pack, options())
    file = pack / "buttons" / "push.toml"
    file.write_text(RULE.replace("(?:push", "(?=push"))
    for _ in range(2):
        with pytest.raises(RuleError, match="not RE2 syntax"):
            prepared.load(pack, options())
    file.write_text(RULE + "[[tests]]\nname = \n")
    with pytest.raises(RuleError, match="not valid TOML"):
        prepared.load(pack, options())
    shutil.copytree(pack / "buttons", pack / "more" / "buttons")
    file.write_text(RULE)
    (pack / "more" / "buttons" / "push.toml").write_text(RULE)
    with pytest.raises(RuleError, match="already taken"):
        prepared.load(pack, options())


def test_old_files_go(cache: Path, pack: Path) -> None:
    cache.mkdir()
    old, young = cache / "rules-0.json", cache / "rules-1.json"
    for file in (old, young):
        file.write_text("{}")
    os.utime(old, (0, 0))
    prepared.load(pack, options())
    assert not old.exists()
    assert young.exists()

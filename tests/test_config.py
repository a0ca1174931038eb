"""The model of the configuration, its schema, and the files that say it."""

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from cleaner import pipeline
from cleaner.config import FIELDS, HTML_MODES, KEYS, RELATED, Config, schema
from cleaner.configfile import COMMAND_LINE, DEFAULT, find, load
from cleaner.errors import ConfigError
from cleaner.extract import Mode
from cleaner.report.config import in_force, schema_text

DOCS = Path(__file__).parent.parent / "docs"

# For each key a value that is one, and one that is none.
VALUES = {
    "level": ("safe", "sfae"),
    "rules": (["mine"], "mine"),
    "select": (["news", "web/bot-wall"], [1]),
    "ignore": (["news/"], "news"),
    "per-file-ignores": ({"*.md": ["news"]}, ["news"]),
    "exclude": (["old/", "!new"], "old/"),
    "force-exclude": (True, "yes"),
    "respect-gitignore": (False, 0),
    "html-mode": ("recall", "all"),
    "text-field": ("page.body", 3),
    "id-field": ("url", False),
    "related": ("drop", "extrac"),
    "mojibake": (True, 1),
    "max-findings": (3, -1),
    "max-removed": ("12.5%", "12.5 percent"),
    "baseline": ("known.json", ["known.json"]),
    "cache-dir": (".cache", 1),
    "extend": ("../base.toml", {}),
}


def test_the_schema_in_the_docs_is_that_of_the_model() -> None:
    assert (DOCS / "config.schema.json").read_text(encoding="utf-8") == schema_text()


def test_every_key_is_said_everywhere() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert set(VALUES) == set(KEYS) == set(schema()["properties"])
    assert [key for key in KEYS if f"`{key}`" not in page] == []


def test_choices_are_those_of_the_program() -> None:
    assert get_args(Mode) == HTML_MODES
    assert get_args(pipeline.Related) == RELATED


@pytest.mark.parametrize("key", VALUES)
def test_schema_and_program_agree(key: str, tmp_path: Path) -> None:
    validator = Draft202012Validator(schema())
    (tmp_path / "base.toml").write_text("")
    for value, holds in zip(VALUES[key], (True, False), strict=True):
        assert validator.is_valid({key: value}) is holds
        folder = tmp_path / f"pages-{holds}"
        folder.mkdir()
        (folder / "cleaner.toml").write_text(toml(key, value))
        if holds:
            load([str(folder)], {})
        else:
            with pytest.raises(ConfigError) as caught:
                load([str(folder)], {})
            assert (Path(caught.value.path).name, caught.value.line) == ("cleaner.toml", 1)


def toml(key: str, value: object) -> str:
    if isinstance(value, dict):
        return f"{key} = {{ {', '.join(f'{json.dumps(k)} = {json.dumps(v)}' for k, v in value.items())} }}\n"
    return f"{key} = {json.dumps(value)}\n"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert not Draft202012Validator(schema()).is_valid({"levle": "safe"})


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "corpus/news"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.cleaner]\nlevel = 'safe'\n")
    (tmp_path / "corpus/pyproject.toml").write_text("[project]\nname = 'cleaner-corpus'\n")
    assert find(inner) == tmp_path / "pyproject.toml"
    (tmp_path / "corpus/cleaner.toml").write_text("")
    assert find(inner) == tmp_path / "corpus/cleaner.toml"
    (tmp_path / "corpus/pyproject.toml").write_text("[tool.cleaner]\n")
    assert find(inner) == tmp_path / "corpus/cleaner.toml"


def test_sources_of_two_folders_share_the_file_above_both(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cleaner.toml").write_text("level = 'safe'\n")
    (tmp_path / "cleaner.toml").write_text("level = 'aggressive'\n")
    sources = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert load(sources[:1], {}).config.level == "safe"
    assert load(sources, {}).config.level == "aggressive"


def test_origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.toml").write_text("text-field = 'body'\nlevel = 'safe'\n")
    Path("cleaner.toml").write_text("\nextend = 'base.toml'\nlevel = 'aggressive'\nid-field='a'\n")
    config, origins, _ = load(["."], {"id_field": "url", "select": None})
    assert (config.level, origins["level"]) == ("aggressive", "cleaner.toml:3")
    assert (config.text_field, origins["text_field"]) == ("body", "base.toml:1")
    assert (config.id_field, origins["id_field"]) == ("url", COMMAND_LINE)
    assert (config.select, origins["select"]) == ((), DEFAULT)


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("\ufefflevel = 'safe'\r\n", encoding="utf-8")
    assert load([str(tmp_path)], {}).config.level == "safe"


def test_paths_belong_to_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/base.toml").write_text("rules = ['mine']\nexclude = ['/old']\n")
    (tmp_path / "cleaner.toml").write_text("extend = 'shared/base.toml'\nbaseline = 'k.json'\n")
    config = load([str(tmp_path)], {}).config
    assert config.rules == (str(tmp_path / "shared/mine"),)
    assert config.exclude.base == str(tmp_path / "shared")
    assert config.baseline == str(tmp_path / "k.json")


def test_what_is_printed_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = "".join(toml(key, value[0]) for key, value in VALUES.items() if key != "extend")
    Path("cleaner.toml").write_text(said)
    first = load(["."], {}).config
    printed = "\n".join(in_force(load(["."], {})))
    assert len(tomllib.loads(printed)) == len(FIELDS)
    Path("cleaner.toml").write_text(printed)
    assert load(["."], {}).config == first


def test_a_default_is_no_value_that_the_program_refuses() -> None:
    default = Config()
    for field in fields(Config):
        choices = field.metadata["choices"]
        assert not choices or getattr(default, field.name) in choices


@pytest.mark.parametrize(
    ("value", "share"),
    [("0.00001", 1e-05), ("1e-05", 1e-05), ("1", 1.0), ("0", 0.0), ('"0.001%"', 1e-05)],
)
def test_shares_are_numbers_however_they_are_written(
    tmp_path: Path, value: str, share: float
) -> None:
    (tmp_path / "cleaner.toml").write_text(f"max-removed = {value}\n")
    assert load([str(tmp_path)], {}).config.max_removed == pytest.approx(share)


@pytest.mark.parametrize("value", ['"٣%"', "nan", "inf", "-0.1", "1.1", '"-1%"', "true", '"1e-5"'])
def test_what_is_no_share(tmp_path: Path, value: str) -> None:
    (tmp_path / "cleaner.toml").write_text(f"max-removed = {value}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="max-removed is"):
        load([str(tmp_path)], {})

"""Packs that packages bring: found, named in every report, and named when they break."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.packs import loaded_packs, shipped
from cleaner.rulefile import rule_files
from tests.support import PROSE, page

RULE = """\
message = "promotion of the bridge club"
kind = "line"
safety = "safe"

[phrases]
en = ["join the bridge club"]
"""


def install(site: Path, name: str, rule: str, *, pack: str = "acme", folder: str = "acme") -> Path:
    """Lay an installed package into a folder of the path, as pip does."""
    module = name.replace("-", "_")
    file = site / module / folder / "bridge-club.toml"
    file.parent.mkdir(parents=True)
    (site / module / "__init__.py").write_text("raise SystemExit('a pack is not to be imported')")
    file.write_text(rule)
    facts = site / f"{module}-1.2.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    (facts / "entry_points.txt").write_text(f"[cleaner.packs]\n{pack} = {module}\n")
    return file


def cleaner(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", *arguments]
    environment = os.environ | {"PYTHONPATH": str(site)}
    return subprocess.run(
        command, cwd=site, env=environment, capture_output=True, text=True, check=False
    )


def test_an_installed_pack_is_used_and_named(tmp_path: Path) -> None:
    install(tmp_path, "acme-rules", RULE)
    (tmp_path / "a.txt").write_text(page("Join the bridge club", PROSE[4]))
    done = cleaner(tmp_path, "check", "a.txt", "--output-format", "json")
    report = json.loads(done.stdout)
    assert [found["rule"] for found in report["findings"]] == ["acme/bridge-club"]
    (pack,) = (pack for pack in report["packs"] if pack["name"] == "acme")
    assert (pack["version"], pack["origin"], len(pack["hash"])) == ("1.2", "acme-rules", 64)
    assert f"acme 1.2 {pack['hash'][:8]}" in done.stderr
    assert done.returncode == 1
    assert cleaner(tmp_path, "check", "a.txt", "--ignore", "acme").returncode == 0


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"rule": RULE.replace("phrases", "phrase")}, ["did you mean 'phrases'", "toml:5"]),
        ({"pack": "news", "folder": "news"}, ["of cleaner itself", "pip uninstall acme-rules"]),
        ({"folder": "other"}, ["no such folder", "acme_rules/acme/"]),
    ],
)
def test_a_broken_pack_names_itself(
    setting: dict[str, str], words: list[str], tmp_path: Path
) -> None:
    install(tmp_path, "acme-rules", **{"rule": RULE} | setting)
    (tmp_path / "a.txt").write_text("text")
    done = cleaner(tmp_path, "check", "a.txt")
    assert done.returncode == 2
    for word in [*words, "acme-rules 1.2", f"pack {setting.get('pack', 'acme')!r}"]:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_two_packs_of_one_name(tmp_path: Path) -> None:
    install(tmp_path, "acme-rules", RULE)
    install(tmp_path, "other-rules", RULE)
    (tmp_path / "a.txt").write_text("text")
    done = cleaner(tmp_path, "check", "a.txt")
    assert done.returncode == 2
    assert "pack 'acme' of other-rules 1.2 has the name of a pack of acme-rules 1.2" in done.stderr


def test_the_hash_is_that_of_the_files(tmp_path: Path) -> None:
    file = tmp_path / "mine/club/promo.toml"
    file.parent.mkdir(parents=True)
    file.write_text(RULE)
    (first,) = loaded_packs([file])[len(loaded_packs()) :]
    assert (first.name, first.version, first.origin) == ("club", "", str(file))
    assert loaded_packs([tmp_path / "mine"])[-1].hash == first.hash
    file.write_text(RULE + "\n")
    assert loaded_packs([file])[-1].hash != first.hash


def test_shipped_packs_are_all_there() -> None:
    names = {file.parent.name for file in rule_files(shipped())}
    own = [pack for pack in loaded_packs() if pack.origin == "cleaner"]
    assert {pack.name for pack in own} == names
    assert len(own) == len(names)

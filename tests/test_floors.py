"""Quality does not go below its floors, and floors do not go down without a word."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def floors(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import floors  # type: ignore[import-not-found]

    return floors  # type: ignore[no-any-return]


def read() -> Any:
    return tomllib.loads((BENCHMARKS / "floors.toml").read_text())


def test_floors_hold(floors: ModuleType) -> None:
    assert floors.problems(read(), floors.measured(), floors.data(), floors.past()) == []


def test_what_is_noticed(floors: ModuleType) -> None:
    known = read()
    known |= {"highest": known["floors"], "lowered": []}
    now = {name: value + 0.001 for name, value in known["floors"].items()}
    name = "cleaning-f1"

    def said(change: dict[str, Any], values: dict[str, float] = now, data: str = "") -> list[str]:
        found = known | change
        return list(floors.problems(found, values, data or known["data"], {}))

    assert said({}) == []
    assert "its floor" in said({}, now | {name: known["floors"][name] - 0.001})[0]
    assert "raise its floor" in said({}, now | {name: known["floors"][name] + 0.02})[0]
    assert "the pages are others" in said({}, data="x")[0]
    low = round(known["floors"][name] - 0.005, 4)
    lowered = {"floors": known["floors"] | {name: low}}
    assert "without saying why" in said(lowered)[0]
    entry = {"figure": name, "to": low, "why": "a page of poems lost its titles"}
    assert said(lowered | {"lowered": [entry]}) == []
    assert said(lowered | {"lowered": [entry | {"why": " "}]})
    assert said(lowered | {"lowered": [entry | {"to": 0.1}]})
    assert "not those that have floors" in said({"floors": {}})[0]


def test_both_lowered_at_once(floors: ModuleType, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True)

    file = tmp_path / "floors.toml"
    assert floors.past(file) == {}
    git("init", "-q")
    for highest in (0.8, 0.9, 0.7):
        file.write_text(f"[highest]\nf1 = {highest}\n")
        git("add", "floors.toml")
        git("commit", "-q", "-m", "floors")
    assert floors.past(file) == {"f1": 0.9}
    known = {"data": "x", "floors": {"f1": 0.7}, "highest": {"f1": 0.7}}
    assert floors.problems(known, {"f1": 0.7}, "x", {}) == []
    (said,) = floors.problems(known, {"f1": 0.7}, "x", floors.past(file))
    assert said == "f1: the highest floor was 0.9, not 0.7"

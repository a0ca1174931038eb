"""The command line as golden data: fixtures/cli/<case>/ (see the README there).

``UPDATE_CASES=1 pytest tests/cli/test_cases.py`` writes what came out in place of what was
expected; read the difference before it is committed.
"""

import io
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from cleaner import __version__
from cleaner.cli import console
from cleaner.cli.main import run
from tests.engine.test_run import tree

ROOT = Path(__file__).parent.parent.parent / "fixtures/cli"
CASES = sorted(path.parent for path in ROOT.glob("*/case.toml"))
UPDATE = bool(os.environ.get("UPDATE_CASES"))

# What changes with every rule and every version says nothing about the command line.
VOLATILE = [
    (r'"packs": \[[^\]]*\]', '"packs": []'),
    (r'"extensions": \[[^\]]*\]', '"extensions": []'),
    (r"(?m)^([Pp]acks): .*$", r"\1: ..."),
    (r"(?m)^::debug::pack .*\n", ""),
    (r'(?m)^<property name="pack .*\n', ""),
    (re.escape(f'"{__version__}"'), '"VERSION"'),
]


def stable(text: str, folder: Path) -> str:
    for old in (str(folder), str(folder.resolve())):
        text = text.replace(old, "CASE")
    for pattern, new in VOLATILE:
        text = re.sub(pattern, new, text)
    return text


def lay(source: Path, target: Path) -> None:
    """Copy a tree; ``dot-`` at the start of a name stands for a dot."""
    target.mkdir()
    for path in sorted(source.rglob("*")) if source.exists() else ():
        parts = [re.sub("^dot-", ".", part) for part in path.relative_to(source).parts]
        if path.is_dir():
            target.joinpath(*parts).mkdir(exist_ok=True)
        else:
            target.joinpath(*parts).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target.joinpath(*parts))


def invoke(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as stop:
        run(arguments)
    console.ask_colour("auto")
    sys.stdout.flush()
    return int(stop.value.code or 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    said = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    folder = tmp_path / "case"
    lay(case / "in", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    for name, value in said.get("env", {}).items():
        monkeypatch.setenv(name, value)
    stdin = (case / "stdin").read_bytes() if (case / "stdin").exists() else b""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))

    for arguments in said.get("before", []):
        invoke(arguments)
    capfdbinary.readouterr()
    status = invoke(said["args"])
    stdout, stderr = (stable(text.decode(), folder) for text in capfdbinary.readouterr())

    after = {
        name: stable(data.decode("utf-8", "replace"), folder)
        for name, data in tree(folder).items()
        if "ledger.jsonl" not in name
    }
    if UPDATE:
        update(case, status, stdout, stderr, after)
        return
    assert (status, stderr, stdout) == (
        said.get("status", 0),
        kept(case, "stderr"),
        kept(case, "stdout"),
    )
    assert after == expected(case, tmp_path)


def kept(case: Path, name: str) -> str:
    path = case / name
    return path.read_bytes().decode() if path.exists() else ""


def expected(case: Path, tmp_path: Path) -> dict[str, str]:
    """The tree afterwards: that of ``out``, or ``in`` as it was."""
    source = case / "out" if (case / "out").exists() else case / "in"
    if (tmp_path / "want").exists():
        shutil.rmtree(tmp_path / "want")
    lay(source, tmp_path / "want")
    return {name: data.decode("utf-8", "replace") for name, data in tree(tmp_path / "want").items()}


def update(case: Path, status: int, stdout: str, stderr: str, after: dict[str, str]) -> None:
    for name, text in (("stdout", stdout), ("stderr", stderr)):
        (case / name).unlink(missing_ok=True)
        if text:
            (case / name).write_bytes(text.encode())
    shutil.rmtree(case / "out", ignore_errors=True)
    before = {
        name.replace("dot-", "."): data.decode("utf-8", "replace")
        for name, data in tree(case / "in").items()
    }
    if after != before:
        for name, text in after.items():
            path = case / "out" / "/".join(re.sub(r"^\.", "dot-", part) for part in name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    toml = (case / "case.toml").read_text(encoding="utf-8")
    toml = re.sub(r"(?m)^status = \d+\n", "", toml)
    (case / "case.toml").write_text(f"{toml}status = {status}\n", encoding="utf-8")


def test_every_option_has_a_case() -> None:
    """An option without a case can change without anybody seeing it."""
    from typer.main import get_command

    from cleaner.cli.check import app as check
    from cleaner.cli.config import app as config

    used = {
        (said["args"][0], argument.split("=")[0])
        for said in (tomllib.loads((case / "case.toml").read_text()) for case in CASES)
        for argument in said["args"]
    }
    for name, app in (("check", check), ("config", config)):
        for parameter in get_command(app).params:
            spellings = {(name, option) for option in (*parameter.opts, *parameter.secondary_opts)}
            if parameter.param_type_name == "option" and "--help" not in parameter.opts:
                assert spellings & used, f"no case has {name} {parameter.opts}"

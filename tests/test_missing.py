"""The program without the libraries of its extras, as ``pip install .`` makes it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.learn.corpus import texts
from tests.support import PROSE

EXTRAS = (
    "bs4", "lxml", "trafilatura", "ftfy", "dateparser", "fastwarc", "pyarrow", "zstandard",
    "aiohttp", "fsspec", "s3fs", "ray",
)  # fmt: skip


def run_alone(*arguments: str | Path) -> tuple[int, str, str]:
    code = (
        f"import sys; sys.modules |= dict.fromkeys({EXTRAS!r}); "
        "from cleaner.cli.main import run; run(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_rules_are_tested_but_for_those_that_cannot_be() -> None:
    code, out, said = run_alone("rules", "test")
    assert (code, said) == (0, "")
    assert "LEFT OUT core/mojibake: ftfy is not installed: pip install '.[mojibake]'\n" in out
    assert " 0 failed" in out


@pytest.mark.parametrize("command", [["clean"], ["explain"], ["check"], ["clean", "-o", "out"]])
def test_html(tmp_path: Path, command: list[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><html><body><p>{PROSE[0]}</p></body></html>")
    code, _, said = run_alone(command[0], page, *command[1:])
    assert code == 2
    assert said.startswith("error: trafilatura is not installed\n  pip install '.[html]'\n")


def test_html_in_an_archive(tmp_path: Path) -> None:
    """Of which nobody knows before it is read."""
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("page.html", f"<p>{PROSE[0]}</p>")
    code, _, said = run_alone("clean", archive, "-o", tmp_path / "out")
    assert code == 2
    assert said.startswith(
        f"error: {archive}: trafilatura is not installed (pip install '.[html]')\n"
    )


def test_learning_from_text_that_is_not_ascii(tmp_path: Path) -> None:
    """Proposals are tested with all rules, those among them that need ftfy."""
    (tmp_path / "pages").mkdir()
    for number, text in enumerate(texts("news", 10)):
        text = text.replace("House rules", "Règles de la maison – ©")
        (tmp_path / f"pages/{number}.txt").write_text(text, encoding="utf-8")
    code, _, said = run_alone("learn", tmp_path / "pages", "-o", tmp_path / "site")
    assert code == 0, said
    rules = "".join(path.read_text("utf-8") for path in (tmp_path / "site").glob("*.toml"))
    assert "Règles de la maison" in rules
    assert run_alone("rules", "test", tmp_path / "site")[0] == 0

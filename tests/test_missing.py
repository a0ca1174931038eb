"""The program without the libraries of its extras, as ``pip install .`` makes it."""

import subprocess
import sys
from pathlib import Path

from tests.learn.corpus import texts

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

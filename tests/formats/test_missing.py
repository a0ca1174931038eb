"""What is said when a library of an extra is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats import samples

HIDE = "import sys; sys.modules[{0!r}] = None; from cleaner.cli.main import run; run(sys.argv[1:])"


@pytest.mark.parametrize(
    ("name", "module", "remedy"),
    [
        ("g.parquet", "pyarrow", b"pip install '.[formats]'"),
        ("j.warc", "fastwarc", b"pip install '.[formats]'"),
        ("c.jsonl.zst", "zstandard", b"pip install '.[formats]'"),
    ],
)
def test_the_remedy_is_named(tmp_path: Path, name: str, module: str, remedy: bytes) -> None:
    source = samples.write(tmp_path / "in")[name]
    command = [sys.executable, "-c", HIDE.format(module), "clean", source, "-o", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert f"{module} is not installed".encode() in done.stderr
    assert remedy in done.stderr


def test_plain_jsonl_needs_nothing(tmp_path: Path) -> None:
    source = samples.write(tmp_path / "in")["a.jsonl"]
    hidden = "; ".join(f"sys.modules[{name!r}] = None" for name in ("pyarrow", "zstandard"))
    code = f"import sys; {hidden}; from cleaner.cli.main import run; run(sys.argv[1:])"
    command = [sys.executable, "-c", code, "clean", source, "-o", tmp_path / "out"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0

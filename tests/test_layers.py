"""Imports go down only; modules are small.

The layers are those of the design; modules that it does not name stand where their imports allow.
A package is one unit: its modules may import each other.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "cleaner"
LAYERS: list[set[str]] = [
    {"devices", "errors", "model", "places", "native", "rows"},
    {"remote"},
    {
        "fold",
        "atoms",
        "rules",
        "edit",
        "joiners",
        "splice",
        "fences",
        "charset",
        "packed",
        "patterns",
        "markdown",
        "wrapped",
        "sentences",
    },
    {
        "view",
        "rulefile",
        "linescan",
        "reading",
        "config",
        "suspects",
        "triggers",
        "twins",
        "settings",
    },
    {
        "origin",
        "lexicon",
        "prepared",
        "extract",
        "writing",
        "records",
        "exclusion",
        "configfile",
        "overlooked",
    },
    {"segment", "formats", "lineends"},
    {"neighbours"},
    {
        "brackets",
        "broken",
        "bullets",
        "columns",
        "contents",
        "damage",
        "edges",
        "flat",
        "headings",
        "raised",
        "tables",
        "terms",
        "topline",
        "values",
        "cards",
        "walk",
    },
    {"shape"},
    {"apart", "chains", "clauses", "codeterms", "dashes", "hanging", "meant", "unspaced"},
    {"leaning", "series"},
    {"breaks"},
    {"matchers", "sources"},
    {"decide", "packs"},
    {"pipeline", "ledger", "deduplication"},
    {"learn", "explanation", "mainpart"},
    {"proving", "engine", "evaluation", "integrations"},
    {"report", "cluster"},
    {"cli"},
]
# diff is formatting without logic, and the engine makes diffs where the texts are
ALLOWED = {("engine", "report")}
FILES = sorted(ROOT.rglob("*.py"))


def unit(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "cleaner":
            found |= {alias.name for alias in node.names if (ROOT / f"{alias.name}.py").exists()}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cleaner."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("cleaner.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    own = unit(path)
    if own in ("__init__", "__main__"):
        return
    for name in imported(path) - {own}:
        assert layer(name) < layer(own) or (own, name) in ALLOWED, f"{own} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 310
    assert path.stem not in ("utils", "helpers", "misc")

"""The page docs/api.md: every public name with its signature, its docstring and its fields.

What there is, the sources say (``api_source``): the names in ``cleaner.__all__`` by their kinds,
the records and literals that these speak of, and what is public beside them (``BESIDE``).
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator

from api_source import (
    PACKAGE,
    ROOT,
    Function,
    Thing,
    arguments,
    exported,
    is_property,
    module,
    signature,
)

BESIDE = {
    "HTML": ("cleaner.extract.html_to_text", "cleaner.mainpart.page_text"),
    "On a cluster": ("cleaner.cluster",),
}
"""Parts of the page for what is public outside of ``__all__``: single names, or whole modules."""

TEXT_WIDTH = 100
_HEAD = f"""# The library

Made from the sources by `docs/generate.py`; do not edit. Names without a module are those of
`{PACKAGE}` itself. What does not stand here may change without notice. All spans are half-open and
count code points of the original text. Examples: [README](../README.md#as-a-library),
[in other programs](integrations.md).
"""


def render() -> str:
    """The page."""
    return _Page().text()


class _Page:
    """What stands on the page, and which of its names other entries may lead to."""

    def __init__(self) -> None:
        public = [thing for thing in exported() if not thing.name.startswith("_")]
        self.public = {_key(thing) for thing in public}
        self.introduced: set[str] = set()
        """Modules of which the docstring was shown."""
        beside = {title: self.others(_named(names)) for title, names in BESIDE.items()}
        beside["Integrations"] = self.others(_integrations())
        functions = _as_told([thing for thing in public if thing.kind == "function"])
        # What takes settings stands before them.
        classes = sorted(_of(public, "class", "settings"), key=lambda thing: thing.kind)
        shown = [*functions, *classes, *(one for group in beside.values() for one in group)]
        spoken = _spoken_of(shown)
        self.parts = {
            "Functions": functions,
            "Classes": classes,
            "Records": _merged(_of(spoken, "record"), _of(public, "record")),
            "Literals": _merged(_of(spoken, "literal"), _of(public, "literal")),
            "Errors": _of(public, "error"),
            "Other names": _of(public, "other"),
            **beside,
        }
        entries = [*functions, *classes, *self.parts["Records"], *self.parts["Errors"]]
        self.links = {thing.name for thing in entries}

    def text(self) -> str:
        """The page as Markdown."""
        lines = [_HEAD]
        for title, things in self.parts.items():
            if not things:
                continue
            lines.append(f"## {title}\n")
            if title in {"Literals", "Other names"}:
                lines += self.table(things)
            else:
                lines += [line for thing in things for line in self.entry(thing)]
        return "\n".join(lines).rstrip("\n") + "\n"

    def others(self, things: Iterable[Thing]) -> list[Thing]:
        """Those that ``__all__`` does not name."""
        return [thing for thing in things if _key(thing) not in self.public]

    def entry(self, thing: Thing) -> Iterator[str]:
        """A heading, the signature, the docstring, and tables of what it has."""
        is_own = _key(thing) in self.public
        is_record = thing.kind == "record"
        home = thing.module.name
        yield f"### {thing.name if is_own or is_record else f'{home}.{thing.name}'}\n"
        if not is_own:
            yield from self.home(thing)
        if isinstance(thing.node, Function):
            yield from _code(signature(thing.node, thing.name))
        elif thing.kind == "class":
            made = thing.made_by()
            yield from _code(signature(made, thing.name) if made else f"{thing.name}()")
        if thing.doc:
            yield f"{self.prose(thing.doc, thing.name)}\n"
        if thing.kind == "error":
            yield from _error(thing)
        yield from self.fields(thing)
        yield from self.methods(thing)

    def home(self, thing: Thing) -> Iterator[str]:
        """Where a record is that another one leads to; what the module of an adapter says."""
        home = thing.module
        if thing.kind == "record":
            yield f"In `{home.name}`.\n"
        elif home.name not in self.introduced and home.name not in _homes_of_single_names():
            self.introduced.add(home.name)
            yield f"{self.prose(home.doc)}\n"

    def fields(self, thing: Thing) -> Iterator[str]:
        """A table of the fields of a record and of the keys of settings."""
        fields = thing.fields() if thing.kind in {"record", "settings"} else []
        if not fields:
            return
        columns = ["field", "type"]
        columns += ["default"] if any(field.default for field in fields) else []
        columns += ["meaning"] if any(field.meaning for field in fields) else []
        yield _row(columns)
        yield _row("---" for _ in columns)
        for field in fields:
            cells = {"field": f"`{field.name}`", "type": _cell(field.type)}
            cells |= {"default": _cell(field.default), "meaning": self.line(field.meaning)}
            yield _row(cells[column] for column in columns)
        yield ""

    def methods(self, thing: Thing) -> Iterator[str]:
        """Properties, then methods; of records that nobody exports properties alone."""
        if thing.kind not in {"class", "record", "error"}:
            return
        methods = thing.methods()
        if thing.kind == "error":  # what all of them have is said of the first
            methods = methods if len(thing.line()) == 1 else []
        for method in filter(is_property, methods):
            kind = f" ({_cell(ast.unparse(method.returns))})" if method.returns else ""
            doc = ast.get_docstring(method) or ""
            yield f"{self.prose(f'**``.{method.name}``**{kind}: {doc}')}\n"
        if thing.kind == "record" and _key(thing) not in self.public:
            return
        for method in methods:
            if not is_property(method):
                yield f"#### {thing.name}.{method.name}\n"
                yield from _code(signature(method, method.name))
                yield f"{self.prose(ast.get_docstring(method) or '')}\n"

    def table(self, things: Iterable[Thing]) -> Iterator[str]:
        """Literals with their values."""
        yield _row(("name", "values"))
        yield _row(("---", "---"))
        for thing in things:
            values = ", ".join(map(_cell, thing.values())) or _cell(ast.unparse(thing.node))
            yield _row((f"`{thing.name}`", f"{values} {self.line(thing.doc)}".strip()))
        yield ""

    def line(self, doc: str) -> str:
        """A docstring in a cell of a table."""
        return " ".join(self.prose(doc).split()).replace("|", "\\|")

    def prose(self, doc: str, own: str = "") -> str:
        """A docstring in Markdown; names of classes that have an entry lead to it."""
        parts = re.sub(r"::$", ":", doc, flags=re.MULTILINE).split("\n\n")
        return "\n\n".join(part if part[:1] == " " else self.paragraph(part, own) for part in parts)

    def paragraph(self, text: str, own: str) -> str:
        """Its words in lines again, unless it is a list or holds code."""

        def code(found: re.Match[str]) -> str:
            first, _, last = found[1].partition(".")
            if first in self.links and first[0].isupper() and first != own:
                return f"[`{found[1]}`](#{first.lower()}{last.lower()})"
            if first == PACKAGE and last in self.links:
                return f"[`{found[1]}`](#{last.lower()})"
            return f"`{found[1]}`"

        made = re.sub(r"``(.+?)``", code, text, flags=re.DOTALL)
        if re.search(r"^(?:[-*|] |\d+\. |\s)", made, re.MULTILINE):
            return made
        return textwrap.fill(made, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


def _key(thing: Thing) -> tuple[str, str]:
    return thing.module.name, thing.name


def _of(things: Iterable[Thing], *kinds: str) -> list[Thing]:
    return [thing for thing in things if thing.kind in kinds]


def _merged(*groups: Iterable[Thing]) -> list[Thing]:
    return list({_key(thing): thing for group in groups for thing in group}.values())


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def _homes_of_single_names() -> set[str]:
    names = [name for group in BESIDE.values() for name in group]
    return {name.rpartition(".")[0] for name in names if not _is_module(name)}


def _named(names: Iterable[str]) -> Iterator[Thing]:
    """The things of these names; of a module all that is public in it."""
    for name in names:
        if _is_module(name):
            yield from module(name).public()
            continue
        home, _, last = name.rpartition(".")
        thing = module(home).find(last)
        if thing is None:
            raise SystemExit(f"docs/api_reference.py: there is no {name}")
        yield thing


def _integrations() -> Iterator[Thing]:
    """What the adapters define; not what a module offers to the other ones."""
    paths = sorted((ROOT / PACKAGE / "integrations").glob("[!_]*.py"))
    modules = [module(f"{PACKAGE}.integrations.{path.stem}") for path in paths]
    shared = {home for one in modules for home, _ in one.imported.values()}
    for one in modules:
        if one.name not in shared:
            yield from one.public()


def _as_told(things: list[Thing]) -> list[Thing]:
    """In the order in which the docstring of the package speaks of them, the others behind."""
    told = re.findall(rf"\b{PACKAGE}\.(\w+)\(", module(PACKAGE).doc)
    return sorted(things, key=lambda t: told.index(t.name) if t.name in told else len(told))


def _spoken_of(things: Iterable[Thing]) -> list[Thing]:
    """The records that come back from ``things`` and what these hold in turn, and all literals."""
    found: dict[tuple[str, str], Thing] = {}
    for thing in things:
        waiting = [thing]
        for one in waiting:  # grows below
            told = one.told()
            for name in [*told, *one.asked()]:
                other = one.module.find(name)
                kinds = {"record", "literal"} if name in told else {"literal"}
                if other and other.kind in kinds and _key(other) not in found:
                    found[_key(other)] = other
                    waiting.append(other)
    return list(found.values())


def _error(thing: Thing) -> Iterator[str]:
    """What an error is a kind of, and its fields."""
    bases = [base.name for base in thing.line()[1:] if not base.name.startswith("_")]
    made = thing.made_by()
    fields = ", ".join(f"`{one.arg}`" for one in arguments(made)) if made else ""
    kind = f"A [`{bases[0]}`](#{bases[0].lower()}). " if bases else ""
    yield f"{kind}Fields: {fields}.\n" if fields else f"{kind}\n"


def _code(text: str) -> Iterator[str]:
    yield f"```python\n{text}\n```\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """A piece of source in a cell of a table, or nothing."""
    return f"`{text}`".replace("|", "\\|").replace("'", '"') if text else ""

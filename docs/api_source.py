"""What the sources of the package say of their names: read as text, so that nothing is imported.

An integration can be described where the library that it is for is not installed, and defaults
look as they were written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "cleaner"

Function = ast.FunctionDef | ast.AsyncFunctionDef
CODE_WIDTH = 96


@dataclass(frozen=True)
class Field:
    """A field of a record or a key of settings; ``default`` and ``meaning`` may be empty."""

    name: str
    type: str
    default: str
    meaning: str


class Module:
    """The source of one module, and the names that it defines or imports."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.doc = ast.get_docstring(tree) or ""
        self.defined: dict[str, ast.stmt] = {}
        self.notes: dict[str, str] = {}
        """By the name of an assignment what the text below it says."""
        for node, note in _with_notes(tree.body):
            for known in _names(node):
                self.defined[known] = node
                self.notes[known] = note
        imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
        self.imported = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in imports
            for alias in node.names
        }

    def find(self, name: str) -> Thing | None:
        """What the package defines under a name that this module knows; None for other things."""
        if name in self.defined:
            return Thing(name, self, self.defined[name])
        home, original = self.imported.get(name, ("", ""))
        if home == PACKAGE or home.startswith(f"{PACKAGE}."):
            return module(home).find(original)
        return None

    def public(self) -> Iterator[Thing]:
        """Functions and classes that the module defines itself, without those of its own use."""
        for name, node in self.defined.items():
            if not name.startswith("_") and isinstance(node, Function | ast.ClassDef):
                yield Thing(name, self, node)


@dataclass(frozen=True)
class Thing:
    """A name, the module that defines it, and how."""

    name: str
    module: Module
    node: ast.stmt

    @property
    def doc(self) -> str:
        """The docstring, or what stands below an assignment."""
        if isinstance(self.node, Function | ast.ClassDef):
            return ast.get_docstring(self.node) or ""
        return self.module.notes.get(self.name, "")

    @property
    def kind(self) -> str:
        """``function``, ``class``, ``settings``, ``record``, ``error``, ``literal``, ``other``."""
        if isinstance(self.node, Function):
            return "function"
        if isinstance(self.node, ast.ClassDef):
            bases = {base for thing in self.line() for base in _bases(thing.node)}
            decorators = {word for thing in self.line() for word in _decorators(thing.node)}
            if any(base.endswith(("Exception", "Error")) for base in bases):
                return "error"
            if "TypedDict" in bases:
                return "settings"
            return "record" if "NamedTuple" in bases or "dataclass" in decorators else "class"
        return "literal" if self.values() else "other"

    def line(self) -> list[Thing]:
        """A class and those of the package that it comes from, itself first."""
        found = [self]
        for base in _bases(self.node):
            thing = self.module.find(base)
            found += thing.line() if thing is not None else []
        return found

    def values(self) -> list[str]:
        """The values of a Literal, as they are written; none of anything else."""
        value = getattr(self.node, "value", None)
        if isinstance(value, ast.Name):  # another name for one
            other = self.module.find(value.id)
            return other.values() if other else []
        if isinstance(value, ast.Subscript) and ast.unparse(value.value).endswith("Literal"):
            items = value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]
            return [ast.unparse(item).replace("'", '"') for item in items]
        return []

    def fields(self) -> list[Field]:
        """The fields of a record or the keys of settings; those of its bases first."""
        found: dict[str, Field] = {}
        for thing in reversed(self.line()):
            for node, note in _with_notes(getattr(thing.node, "body", [])):
                if isinstance(node, ast.AnnAssign) and (field := _field(node, note)):
                    found[field.name] = field
        return list(found.values())

    def methods(self) -> list[Function]:
        """Public methods, properties among them, those of the bases behind its own."""
        found: dict[str, Function] = {}
        for thing in self.line():
            for node in getattr(thing.node, "body", []):
                if isinstance(node, Function) and not node.name.startswith("_"):
                    found.setdefault(node.name, node)
        return list(found.values())

    def made_by(self) -> Function | None:
        """The ``__init__`` of a class; None where there is none in the package."""
        for thing in self.line():
            for node in getattr(thing.node, "body", []):
                if isinstance(node, Function) and node.name == "__init__":
                    return node
        return None

    def told(self) -> list[str]:
        """The names that stand in what a function or method returns, or a record holds."""
        if isinstance(self.node, Function):
            return words(self.node.returns)
        held = self.fields() if self.kind in {"record", "settings"} else []
        found = [name for field in held for name in words(field.type)]
        return found + [name for method in self.methods() for name in words(method.returns)]

    def asked(self) -> list[str]:
        """The names that stand in what a function, a class or its methods take."""
        made = self.made_by()
        calls = [self.node, *([made] if made else []), *self.methods()]
        taken = [one for call in calls if isinstance(call, Function) for one in arguments(call)]
        return [name for one in taken for name in words(one.annotation)]


@cache
def module(name: str) -> Module:
    """The module of this name; raises SystemExit for one that is not there."""
    path = ROOT.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not path.exists():
        raise SystemExit(f"docs/api_reference.py: there is no module {name}")
    return Module(name, ast.parse(path.read_text(encoding="utf-8")))


def exported() -> list[Thing]:
    """What ``__all__`` of the package names, in its order."""
    package = module(PACKAGE)
    names = ast.literal_eval(getattr(package.defined["__all__"], "value"))  # noqa: B009
    found = []
    for name in names:
        thing = package.find(name)
        if thing is None:
            raise SystemExit(
                f"docs/api_reference.py: {PACKAGE}/__init__.py says not where {name} is"
            )
        found.append(thing)
    return found


def arguments(call: Function) -> list[ast.arg]:
    """The named arguments without ``self``."""
    found = [*call.args.posonlyargs, *call.args.args, *call.args.kwonlyargs]
    return [argument for argument in found if argument.arg not in {"self", "cls"}]


def is_property(method: Function) -> bool:
    """Whether a method is read like a field."""
    return bool(set(_decorators(method)) & {"property", "cached_property"})


def signature(node: Function, name: str) -> str:
    """The call as it is written in the source, on one line where it is short enough."""
    is_method = bool(node.args.args) and node.args.args[0].arg in {"self", "cls"}
    pieces = _pieces(node.args)[1 if is_method else 0 :]
    back = "" if node.returns is None or node.name == "__init__" else ast.unparse(node.returns)
    arrow = f" -> {back}" if back else ""
    short = f"{name}({', '.join(pieces)}){arrow}"
    if len(short) <= CODE_WIDTH:
        return short
    inside = "".join(f"    {piece},\n" for piece in pieces)
    return f"{name}(\n{inside}){arrow}"


def words(annotation: ast.expr | str | None) -> list[str]:
    """The names in an annotation."""
    text = "" if annotation is None else annotation
    return re.findall(r"[A-Za-z_]\w*", text if isinstance(text, str) else ast.unparse(text))


def _with_notes(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each statement with the text that stands below it, if one does."""
    for node, after in zip(body, [*body[1:], None], strict=True):
        value = after.value if isinstance(after, ast.Expr) else None
        note = value.value if isinstance(value, ast.Constant) else ""
        yield node, note if isinstance(note, str) else ""


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, Function | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign):
        return words(node.target)
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _bases(node: ast.stmt) -> list[str]:
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    return [ast.unparse(base).split("[")[0].split(".")[-1] for base in bases]


def _decorators(node: ast.stmt) -> list[str]:
    found = getattr(node, "decorator_list", [])
    return [ast.unparse(one).split("(")[0].split(".")[-1] for one in found]


def _field(node: ast.AnnAssign, note: str) -> Field | None:
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    if name.startswith("_") or kind.startswith("ClassVar"):
        return None
    return Field(name, kind, _default(node.value), note)


def _default(value: ast.expr | None) -> str:
    """The default of a field as it is written, whatever else ``field`` says of it."""
    if isinstance(value, ast.Call) and ast.unparse(value.func).endswith("field"):
        for keyword in value.keywords:
            if keyword.arg == "default":
                return ast.unparse(keyword.value)
            if keyword.arg == "default_factory":
                return f"{ast.unparse(keyword.value)}()"
        return ""
    return "" if value is None else ast.unparse(value)


def _pieces(args: ast.arguments) -> list[str]:
    """The arguments, each with its annotation and default, and the marks between them."""
    plain = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
    pieces = [_argument(argument, value) for argument, value in zip(plain, defaults, strict=True)]
    if args.posonlyargs:
        pieces.insert(len(args.posonlyargs), "/")
    if args.vararg:
        pieces.append(f"*{ast.unparse(args.vararg)}")
    elif args.kwonlyargs:
        pieces.append("*")
    pieces += map(_argument, args.kwonlyargs, args.kw_defaults)
    return [*pieces, f"**{ast.unparse(args.kwarg)}"] if args.kwarg else pieces


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    if default is None:
        return ast.unparse(argument)
    equals = " = " if argument.annotation else "="
    return f"{ast.unparse(argument)}{equals}{ast.unparse(default)}".replace("'", '"')

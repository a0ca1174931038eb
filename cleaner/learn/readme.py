"""The README of a learned pack: what is in it, how sure it is, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from cleaner.learn.proposals import Proposal
from cleaner.learn.sharing import SHARED
from cleaner.learn.teaching import Pack
from cleaner.model import Safety
from cleaner.writing import write_atomic

NAME = "README.md"
MARK = (
    "<!-- Written by `cleaner learn`. Without this line the file is yours and stays as it is. -->"
)
_FIRES: dict[Safety, str] = {
    "safe": "always",
    "contextual": "beside other boilerplate",
    "aggressive": "with `--level aggressive`",
}


def write_readme(pack: Pack) -> None:
    """Write the README of a pack that has rules, unless a person made it theirs; or WriteError."""
    path = pack.folder / NAME
    known = {file: one for file, one in sorted(pack.state.proposals.items()) if file in pack.disk}
    if not known or (path.exists() and not _is_ours(path)):
        return
    write_atomic(path, [_readme(pack, known).encode()])


def _is_ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8", errors="replace").startswith(MARK)


def _readme(pack: Pack, known: dict[str, Proposal]) -> str:
    name = pack.folder.resolve().name
    sites = {one.site: one.documents for one in known.values()}
    several = sites.pop(SHARED, 0)
    if not sites:
        sites = {"several sites": several}
    origin = ", ".join(f"{site} ({count} documents)" for site, count in sorted(sites.items()))
    lines = [MARK, "", f"# {name}", "", f"Rules that pages taught: {origin}.", ""]
    lines += ["| file | what it takes | lines | confidence | fires |"]
    lines += ["| --- | --- | --: | --: | --- |"]
    lines += [_row(pack, path, one) for path, one in known.items()]
    lines += [
        "",
        "Read, edit, delete and commit them: a file is a rule, with its evidence and tests.",
    ]
    lines += ["", "```sh", f"cleaner rules test {name}/"]
    lines += [f"cleaner clean pages/ -o clean/ --rules {name}/"]
    lines += [f"cleaner learn new_pages/ -o {name}/ --update   # edits of people stay", "```", ""]
    return "\n".join(lines)


def _row(pack: Pack, path: str, one: Proposal) -> str:
    rule = pack.disk[path][1]
    edited = pack.state.written[path].digest != pack.disk[path][0]
    size = len(one.entries)
    what = one.message.replace("|", r"\|") + (" (edited by hand)" if edited else "")
    link = f"[{path.removesuffix('.toml')}]({path})"
    often = "where they come again" if one.is_repeated else _FIRES[rule.safety]
    fires = "among others" if one.is_guest else often
    return f"| {link} | {what} | {size} | {one.confidence:.2f} | {fires} |"

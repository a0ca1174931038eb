"""``cleaner learn``."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import console, options, values
from cleaner.cli.watching import steps
from cleaner.errors import ConfigError
from cleaner.learn.naming import GROUPINGS
from cleaner.report.summary import number
from cleaner.report.telling import tame

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.engine.harvest import LearnSettings
    from cleaner.engine.learning import Learned
    from cleaner.learn.proposals import Proposal
    from cleaner.learn.teaching import Pack

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _packs(incomplete: str) -> list[str]:
    shipped = ["shipped"] if "shipped".startswith(incomplete) else []
    return shipped + options.complete_packs(incomplete)


@app.command()
def learn(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Text, HTML and JSONL files, folders."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PACK", help="Folder for the rules.")
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Ask for each rule; quit and go on at any time.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Keep what is sure enough, without asking.")
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(help="Least confidence of a line, 0 to 1 [default: 0, with --yes 0.8]."),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Refine the rules in PACK; edits of people stay.")
    ] = False,
    exclude_pack: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PACK",
            help="Do not propose what these rules take: a shipped pack, 'shipped' or a path.",
            autocompletion=_packs,
        ),
    ] = None,
    group: Annotated[
        str,
        typer.Option(
            help="What tells sites apart: auto, url, folder, name, lines or one.",
            autocompletion=options.completion(GROUPINGS),
        ),
    ] = "auto",
    site_pattern: Annotated[
        str | None,
        typer.Option(metavar="REGEX", help="The part of a file's name that is its site."),
    ] = None,
    url_field: Annotated[
        str, typer.Option(help="Field of a JSONL record with its URL or site.")
    ] = "url",
    text_field: options.TextField = None,
    id_field: options.IdField = None,
    html_mode: options.HtmlMode = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.Gitignore = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    jobs: options.Jobs = "auto",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be proposed.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
) -> None:
    """Propose rules for the boilerplate that the pages of a site share.

    Lines that stand in the same place and company on many pages become rules in the ordinary
    format, each with its evidence, a confidence and tests of its own. What recurs but may be
    content (headings, refrains, quotations) is proposed as aggressive, with the reason. Documents
    are told apart by site: by the host of their URL, their folder, their file's name, or by the
    lines they share.

    Examples:

      cleaner learn pages/ -o mysite/

      cleaner learn corpus.jsonl -o sites/ --text-field body --exclude-pack shipped

      cleaner learn pages/ -o mysite/ --review

      cleaner learn new_pages/ -o mysite/ --update

      cleaner clean pages/ -o clean/ --rules mysite/

    """
    from cleaner.engine.harvest import LearnSettings
    from cleaner.learn.naming import Grouping
    from cleaner.learn.state import State
    from cleaner.learn.teaching import Pack

    if output is None and not dry_run:
        raise ConfigError("where to?", remedy="give -o PACK or --dry-run")
    values.output(output)
    values.local("the pack", output)
    pack = Pack.at(Path(output or "dry-run"))
    resuming = review and not sources
    if not sources and not resuming:
        raise ConfigError("nothing to learn from", remedy="give files or folders")
    if resuming and pack.state == State():
        raise ConfigError(
            f"nothing was learned into {output} that could be reviewed",
            remedy="check the spelling of the path, or give files or folders to learn from",
        )
    if not (update or review or dry_run) and pack.disk:
        raise ConfigError(
            f"there are rules in {output} already",
            remedy="--update refines them; or choose another folder",
        )
    given = {
        "text_field": text_field,
        "id_field": id_field,
        "html_mode": html_mode,
        "exclude": exclude,
        "force_exclude": force_exclude,
        "respect_gitignore": respect_gitignore,
    }
    settings = values.configured(sources or [], given, config, isolated).config
    how = LearnSettings(
        Grouping(group, site_pattern),
        url_field,
        settings.text_field,
        settings.id_field,
        settings.html_mode,
    )
    least = min_confidence if min_confidence is not None else 0.8 if yes else 0.0
    values.confidence(least)
    workers, status = values.workers(jobs), 0
    if not resuming:
        _chosen((), least, exclude_pack or [])  # a pack that is none is told before the work
        found, status = _learn(sources or [], pack, settings, how, workers, quiet)
        chosen = _chosen(found.proposals, least, exclude_pack or [])
        proposals = pack.paths(chosen, found.unnamed)
    else:
        proposals = {}
    if dry_run:
        _list(proposals)
    elif review and not yes:
        _review(pack, proposals, output or "", quiet)
    elif not proposals and not pack.disk:
        console.note("nothing to propose; no rules written")
    else:
        _write(pack, proposals, output or "", quiet)
    raise typer.Exit(status)


def _learn(
    sources: list[str],
    pack: Pack,
    config: Config,
    settings: LearnSettings,
    workers: int,
    quiet: bool,
) -> tuple[Learned, int]:
    from cleaner.engine.learning import learn as learn_from
    from cleaner.engine.plan import plan
    from cleaner.engine.selection import exclusion_of
    from cleaner.remote import is_remote
    from cleaner.report.learning import summary

    work, problems = plan(sources, None, in_place=False, exclusion=exclusion_of(config))
    # A pack may stand among the pages; its README is none of them.
    own = pack.folder.absolute()
    work = [
        job for job in work if is_remote(job.path) or not job.path.absolute().is_relative_to(own)
    ]
    values.need_for({job.kind for job in work})
    with steps(quiet) as progress:
        found = learn_from(work, settings, workers=workers, progress=progress)
    console.errors([*map(str, problems), *found.failures])
    if not quiet:
        for line in summary(found):
            console.note(line)
    return found, 2 if problems or found.failures else 0


def _chosen(found: Sequence[Proposal], confidence: float, excluded: list[str]) -> list[Proposal]:
    from cleaner.learn.choosing import least, without

    return least(without(found, excluded), confidence)


def _list(proposals: dict[str, Proposal]) -> None:
    for path, one in proposals.items():
        print(
            f"{path}\t{one.kind}\t{one.safety}\t{one.confidence:.2f}\t{len(one.entries)}"
            f"\t{one.message}"
        )


def _write(pack: Pack, proposals: dict[str, Proposal], output: str, quiet: bool) -> None:
    from cleaner.learn.readme import write_readme
    from cleaner.report.learning import left_out

    with steps(quiet) as progress:
        merged = pack.write(proposals, progress)
    write_readme(pack)
    if quiet:
        return
    for line in left_out(pack.unproved):
        console.note(line)
    for path in merged.left:
        console.note(f"{path}: stays away, as it was deleted or rejected")
    for path, entries in merged.additions.items():
        console.note(f"{path}: was edited by hand; {len(entries)} new lines added")
    _tell_written(pack, output)


def _review(pack: Pack, proposals: dict[str, Proposal], output: str, quiet: bool) -> None:
    from cleaner.learn.readme import write_readme
    from cleaner.learn.review import EDITED, Terminal, walk
    from cleaner.learn.teaching import problem
    from cleaner.report.learning import left_out

    asked = pack.waiting(proposals)
    files = pack.provable(asked)
    waiting = {path: asked[path] for path in files}
    if not waiting:
        console.note("nothing is waiting for a decision")
    try:
        for path, decision, text in walk(
            waiting, files.__getitem__, problem, Terminal(_ask, _show, _edit)
        ):
            pack.decide(path, decision)
            if decision == EDITED:
                pack.put_edited(path, text)
    finally:
        if accepted := pack.accepted():
            pack.write(accepted)
        write_readme(pack)
    if quiet:
        return
    for line in left_out(pack.unproved):
        console.note(line)
    _tell_written(pack, output)


def _tell_written(pack: Pack, output: str) -> None:
    if files := len(pack.disk):
        console.note(
            f"{number(files, 'rule file')} in {output}; to test: cleaner rules test {output}"
        )


def _ask(question: str) -> str:
    sys.stdout.write(f"{question} > ")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:  # Ctrl-D leaves the cursor behind the question
        print()
    return answer


def _show(line: str) -> None:
    print(tame(line))


def _edit(text: str) -> str | None:
    """The text as a person leaves it in $VISUAL or $EDITOR; None when it is unchanged."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rule.toml")
        path.write_text(text, encoding="utf-8")
        try:
            code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
            changed = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:  # also for quotes that nobody closed, or no UTF-8
            console.error(f"the editor {editor!r} failed: {error}")
            return None
    if code:
        console.error(f"the editor {editor!r} ended with exit code {code}; nothing is changed")
    elif changed == text:
        print("  nothing was changed")
    return changed if changed != text and not code else None

"""The program: commands are imported when they are called, so that help is quick."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from cleaner import __version__
from cleaner.cli import console, options, stopping
from cleaner.errors import CleanerError
from cleaner.report.telling import drop

COMMANDS = {
    "check": "Report what cleaning would change, and change nothing.",
    "clean": "Clean files and folders; nothing is lost.",
    "config": "Print the configuration in force.",
    "dedup": "Remove near-duplicates across files and records; nothing is lost.",
    "eval": "Compare cleaned pages with gold texts.",
    "explain": "Tell of each line why it goes or stays.",
    "learn": "Propose rules for the boilerplate that pages of a site share.",
    "restore": "Give back the originals, byte for byte.",
    "rules": "List, show, test and create rules.",
}
"""Command to its line in the overview; the module of a command has its name."""

_SHELLS = frozenset(("bash", "zsh", "fish", "powershell", "pwsh"))
_REFUSALS = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO,
     errno.EBADF}
)  # fmt: skip
"""What a system says of its files and disks, which is no defect of the program."""


class _Lazy(TyperGroup):
    """A group whose commands are imported when one is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cleaner.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        from cleaner.rules import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            remedy = nearest(args[0], COMMANDS) or f"commands: {', '.join(COMMANDS)}"
            ctx.fail(f"no command {args[0]!r} ({remedy})")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Lazy,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        print(f"cleaner {__version__}")
        raise typer.Exit


@app.callback(
    epilog="Examples: cleaner check pages/ · cleaner clean pages/ -o clean/ · "
    "cleaner restore clean/ -o back/ · cleaner rules list"
)
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    color: options.Color = "auto",
) -> None:
    """Strip boilerplate from scraped text. Every change is recorded and can be taken back.

    Exit codes: 0 done, 1 findings (check, --diff), 2 usage, configuration or files that failed.
    """


def _heed_shell(arguments: list[str]) -> None:
    """Let ``--show-completion bash`` be for the shell it names.

    Else Typer looks for a shell among the parents of this process, of which none need be one.
    """
    option, *shell = arguments or [""]
    if option in ("--show-completion", "--install-completion") and shell and shell[0] in _SHELLS:
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and exit: 2 for errors, 130 when interrupted, 143 when terminated."""
    # Thousands of small records live until the end; looking at them every 700 finds no garbage.
    gc.set_threshold(100_000, 20, 20)
    _open_closed()
    _speak_unicode()
    stopping.heed_signals()
    given = sys.argv[1:] if arguments is None else arguments
    console.speak_json("--json-progress" in given)
    _heed_shell(given)
    try:
        try:
            app(args=arguments, prog_name="cleaner")
        finally:
            sys.stdout.flush()
    except CleanerError as problem:
        console.error(problem)
        sys.exit(2)
    except KeyboardInterrupt as stop:
        _stopped(stop)
    except SystemExit as end:
        # Typer makes an exit of Ctrl-C and says nothing.
        cause = getattr(end.__context__, "__cause__", None)
        if isinstance(cause, KeyboardInterrupt):
            _stopped(cause)
        if isinstance(end.__context__, BrokenPipeError):  # which typer calls 1: a finding
            _seen_enough(0)
        raise
    except BrokenPipeError as gone:
        # Of a command that had come to its end it is the last flush that fails.
        ended = gone.__context__
        _seen_enough(ended.code if isinstance(ended, SystemExit) else 0)
    except OSError as error:
        if error.errno not in _REFUSALS:
            _defect()
        console.error(_refused(error))
        drop(1)
        sys.exit(2)
    except Exception:
        _defect()
    sys.exit(0)


def _seen_enough(code: str | int | None) -> NoReturn:
    """Exit when the reader of a pipe is gone, which is no error."""
    drop(1)
    sys.exit(code)


def _open_closed() -> None:
    """Have streams where they were closed, so that no file gets their place.

    To standard output nothing can be written, which is told when it is tried; what goes to
    standard error is lost.
    """
    if sys.stdout is None:
        closed = io.FileIO(os.open(os.devnull, os.O_RDONLY), "w")
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(closed))
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as we run


def _stopped(stop: KeyboardInterrupt) -> NoReturn:
    console.note(stopping.word(stop))
    sys.exit(stopping.exit_code(stop))


def _speak_unicode() -> None:
    """Have data in UTF-8 whatever the locale, and characters that a terminal lacks as escapes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def _refused(error: OSError) -> CleanerError:
    """What the system refuses where nothing more is known of it: a file, or standard output."""
    from cleaner.reading import unreadable
    from cleaner.writing import unwritable

    if error.filename is None:
        return unwritable(Path("standard output"), error)
    return unreadable(Path(os.fsdecode(error.filename)), error)


def _defect() -> NoReturn:
    """Exit with 2: Python's own exit code, 1, would tell a gate that something was found."""
    for line in traceback.format_exc().splitlines():
        console.note(line)
    console.error("this is a defect of cleaner; report it with the lines above")
    sys.exit(2)

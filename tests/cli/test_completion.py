"""Completion in the shell: commands, options, values and rule ids."""

import os
import subprocess
import sys

import pytest


def complete(words: str) -> set[str]:
    """What bash would offer for the last word."""
    code = "import sys; sys.argv = ['cleaner']; from cleaner.cli.main import run; run()"
    environment = os.environ | {
        "_CLEANER_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("cleaner che", {"check"}),
        ("cleaner check --output-fo", {"--output-format"}),
        ("cleaner check --output-format s", {"sarif"}),
        ("cleaner clean --level s", {"safe"}),
        ("cleaner check --color a", {"auto", "always"}),
        ("cleaner check --select news/inline", {"news/inline-read-more"}),
        ("cleaner clean --keep e", {"earliest"}),
        ("cleaner clean --to json", {"jsonl", "jsonl.gz", "jsonl.zst"}),
        ("cleaner clean --to w", set()),
        ("cleaner dedup --unit d", {"document"}),
        ("cleaner dedup --keep l", {"longest", "latest"}),
        ("cleaner eval --output-format j", {"json"}),
        ("cleaner explain --output-format ", {"text", "json"}),
        ("cleaner learn --group f", {"folder"}),
        ("cleaner learn --exclude-pack s", {"shipped", "sites", "social"}),
        ("cleaner rules list --pack s", {"sites", "social"}),
        ("cleaner rules sh", {"show"}),
        ("cleaner rules show news/inline", {"news/inline-read-more"}),
    ],
)
def test_completion(words: str, want: set[str]) -> None:
    assert complete(words) == want


@pytest.mark.parametrize(
    ("shell", "want"),
    [
        ("bash", "complete -o default -F _cleaner_completion cleaner"),
        ("zsh", "compdef _cleaner_completion cleaner"),
        ("fish", "complete --command cleaner"),
    ],
)
def test_the_script_for_a_shell_that_is_named(shell: str, want: str) -> None:
    # In a session of its own no parent is a shell.
    command = [sys.executable, "-m", "cleaner", "--show-completion", shell]
    code = f"import subprocess; raise SystemExit(subprocess.run({command!r}).returncode)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 0
    assert want in done.stdout


def test_a_shell_that_there_is_none_of() -> None:
    command = [sys.executable, "-m", "cleaner", "--show-completion", "tcsh"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr

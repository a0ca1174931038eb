"""From files on disk to an evaluation, through real runs of the program."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaner.errors import ReadError
from cleaner.evaluation.evaluate import evaluate
from cleaner.evaluation.pages import Paired, pair
from cleaner.evaluation.texts import Fields
from cleaner.report.evaluation import as_json, render_text
from cleaner.report.sidebyside import render_html
from tests.support import PROSE, run

GOLD = "\n".join(PROSE)
DIRTY = f"{GOLD}\nREAD MORE\nThis line belongs to nothing <at all>"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def jsonl(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def cleaned(tmp_path: Path, *sources: Path, more: tuple[str, ...] = ()) -> Path:
    out = tmp_path / "out"
    more = ("--ignore", "core/page-shape", *more)  # the line that belongs to nothing stays
    assert run("clean", *sources, "-o", out, *more).returncode == 0
    return out


def paired(left: Path, right: Path, base: Path | None = None) -> Paired:
    return pair(left, right, base, Fields())


def test_folders_pair_by_path_and_the_ledger_knows_the_rest(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"a/one.txt": DIRTY, "two.txt": GOLD, "three.txt": GOLD})
    gold = write(tmp_path / "gold", {"a/one.md": GOLD, "two.txt": GOLD, "four.txt": GOLD})
    found = paired(cleaned(tmp_path, pages), gold)
    assert {one.id for one in found.pairs} == {"a/one", "two"}
    assert (found.without_gold, found.without_page) == (["three"], ["four"])
    result = evaluate(found.pairs)
    assert [page.pair.id for page in result.pages] == ["a/one", "two"]
    assert result.pages[0].pair.original == DIRTY
    assert result.scores.lost == 0.0
    assert result.before is not None
    assert result.before.f1 < result.scores.f1 < 1.0
    assert [(e.rule, e.main, e.other) for e in result.rules] == [("news/read-more", 0, 2)]


def test_damage_is_counted_by_rule(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": DIRTY})
    gold = write(tmp_path / "gold", {"one.txt": f"{GOLD}\nREAD MORE"})
    (effect,) = evaluate(paired(cleaned(tmp_path, pages), gold).pairs).rules
    assert (effect.rule, effect.edits, effect.main, effect.other) == ("news/read-more", 1, 2, 0)


def test_records_pair_by_id_and_without_one_by_line(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "p.jsonl", {"id": 7, "text": DIRTY}, {"text": GOLD, "gold": GOLD})
    gold = jsonl(tmp_path / "g.jsonl", {"gold": GOLD, "id": 7}, {"gold": GOLD})
    found = paired(cleaned(tmp_path, source), gold)
    assert [one.id for one in found.pairs] == ["7", "line 2"]
    assert [one.original for one in found.pairs] == [DIRTY, GOLD]
    assert [len(one.edits) for one in found.pairs] == [1, 0]
    beside = paired(tmp_path / "out" / "p.jsonl", gold)
    assert beside.pairs == found.pairs


def test_compressed_records_and_originals_from_base(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "p.jsonl", {"id": "a", "text": DIRTY, "gold": GOLD})
    packed = tmp_path / "g.jsonl.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))
    left = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": GOLD})
    (one,) = paired(left, packed, source).pairs
    assert (one.original, one.edits) == (DIRTY, ())
    assert evaluate([one]).scores.lost == 0.0
    (other,) = paired(left, packed).pairs
    assert evaluate([other]).scores.lost is None


def test_two_single_files_are_a_pair_whatever_their_names(tmp_path: Path) -> None:
    folder = write(tmp_path, {"mine.txt": DIRTY, "theirs.txt": GOLD, "raw.txt": DIRTY})
    found = paired(folder / "mine.txt", folder / "theirs.txt", folder / "raw.txt")
    assert [(one.gold, one.original) for one in found.pairs] == [(GOLD, DIRTY)]


def test_nothing_in_common_says_what_must_be_the_same(tmp_path: Path) -> None:
    left = write(tmp_path / "l", {"a.txt": GOLD, "b.txt": GOLD})
    right = write(tmp_path / "r", {"c.txt": GOLD, "a.txt": " \n"})
    with pytest.raises(ReadError) as caught:
        paired(left, right)
    assert "ids of records must be the same" in caught.value.remedy


def test_originals_that_belong_to_no_page_are_an_error(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": GOLD, "two.txt": GOLD})
    base = write(tmp_path / "base", {"three.txt": DIRTY, "four.txt": DIRTY})
    with pytest.raises(ReadError, match="no original here belongs"):
        paired(pages, pages, base)
    write(base, {"two.txt": DIRTY})
    assert [one.original for one in paired(pages, pages, base).pairs] == [None, DIRTY]


def test_tables_cannot_be_compared(tmp_path: Path) -> None:
    table = write(tmp_path, {"pages.csv": "id,text\n1,a\n"}) / "pages.csv"
    with pytest.raises(ReadError, match="nothing here that can be compared") as caught:
        paired(table, table)
    assert "JSONL" in caught.value.remedy


def test_a_page_changed_after_cleaning_is_an_error(tmp_path: Path) -> None:
    out = cleaned(
        tmp_path, write(tmp_path / "pages", {"one.txt": f"READ MORE\n{GOLD}\nREAD MORE\n"})
    )
    (out / "one.txt").write_text("short")
    with pytest.raises(ReadError, match="changed since it was cleaned"):
        paired(out, write(tmp_path / "gold", {"one.txt": GOLD}))


def test_another_field_than_the_one_that_was_cleaned_is_an_error(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "p.jsonl", {"text": DIRTY, "body": "short", "gold": GOLD})
    out = cleaned(tmp_path, source)
    with pytest.raises(ReadError, match="not the one that was cleaned") as caught:
        pair(out, source, None, Fields(text="body"))
    assert "--text-field" in caught.value.remedy


def test_a_missing_field_names_its_option(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "p.jsonl", {"text": GOLD})
    with pytest.raises(ReadError, match="no field 'gold'") as caught:
        paired(source, source)
    assert "--gold-field" in caught.value.remedy


def test_a_record_without_the_field_stops_only_its_own_pair(tmp_path: Path) -> None:
    records = [{"id": str(number), "text": GOLD, "gold": GOLD} for number in range(3)]
    pages, gold = tmp_path / "pages.jsonl", tmp_path / "gold.jsonl"
    pages.write_text("".join(json.dumps(one) + "\n" for one in records))
    del records[1]["gold"]
    gold.write_text("".join(json.dumps(one) + "\n" for one in records))
    done = run("eval", pages, gold)
    assert done.returncode == 2
    assert b"2 pages with a gold text" in done.stdout
    assert b"gold.jsonl:2: has no field 'gold'" in done.stderr
    assert b"--gold-field" in done.stderr


def test_two_records_with_one_id_are_an_error(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "p.jsonl", {"id": "a", "text": GOLD}, {"id": "a", "text": DIRTY})
    with pytest.raises(ReadError, match="two pages have the id 'a'"):
        paired(source, source)


def test_reports_name_pages_figures_and_rules(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": DIRTY, "two.txt": GOLD})
    gold = write(tmp_path / "gold", {"one.txt": f"{GOLD}\nREAD MORE", "two.txt": GOLD})
    found = paired(cleaned(tmp_path, pages), gold)
    result = evaluate(found.pairs)
    text = render_text(result, found, worst=1, rules=5)
    assert "2 pages with a gold text" in text
    assert "one" in text.splitlines()[7]
    assert "took main text" in text
    assert "news/read-more" in text
    data = as_json(result, found)
    assert [page["id"] for page in data["worst_first"]] == ["one", "two"]
    assert data["rules"] == [
        {"rule": "news/read-more", "edits": 1, "main_words": 2, "other_words": 0}
    ]
    html = render_html(result, 2)
    assert '<del title="news/read-more: ' in html
    assert '<mark class="lost">READ MORE</mark>' in html
    assert "This line belongs to nothing &lt;at all" in html
    assert "<mark>" in html
    assert "http" not in html  # needs nothing from anywhere


def test_the_page_explains_itself_in_a_narrow_window_too(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": DIRTY})
    gold = write(tmp_path / "gold", {"one.txt": GOLD})
    html = render_html(evaluate(paired(cleaned(tmp_path, pages), gold).pairs), 1)
    # Columns are below each other there: they have names, and no sides.
    assert "Left:" not in html
    assert "<b>Page</b>: the original, <del>" in html
    assert "<b>Gold</b>" in html
    assert "<b>Cleaned</b>" not in html
    assert '<a href="#g0">to the gold text</a>' in html
    assert '<h3 id="g0">Gold</h3>' in html
    for figure in ("Precision", "Recall", "F1", "Lost"):
        assert f"<b>{figure}</b>: " in html
    html = render_html(evaluate(paired(pages, gold).pairs), 1)
    assert "<b>Page</b>" not in html
    assert "<b>Cleaned</b>: what is left" in html


def test_html_counts_as_what_a_reader_sees(tmp_path: Path) -> None:
    body = "".join(f"<p>{line.replace(' ', ' <b>', 1)}</b></p>" for line in GOLD.split("\n"))
    source = (
        f"<html><head><title>Six words of a title here</title></head><BODY>{body}</BODY></html>"
    )
    gold = write(tmp_path / "gold", {"one.html": source, "two.htm": "<p>Caf&eacute; " + GOLD})
    pages = write(tmp_path / "pages", {"one.txt": GOLD, "two.md": f"Café {GOLD}"})
    for one, other in ((pages, gold), (gold, pages)):
        found = evaluate(paired(one, other).pairs)
        assert [page.scores.f1 for page in found.pages] == [1.0, 1.0]
    (gold / "one.html").write_bytes(b"\x00\x01\x02" * 200)
    assert [str(error.path) for error in paired(pages, gold).unread] == [str(gold / "one.html")]


def test_the_command(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": DIRTY})
    gold = write(tmp_path / "gold", {"one.txt": GOLD})
    out, page = cleaned(tmp_path, pages), tmp_path / "worst.html"
    done = run("eval", out, gold, "--html", page)
    assert done.returncode == 0, done.stderr
    assert b"before" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    done = run("eval", out, gold, "--output-format", "json")
    assert json.loads(done.stdout)["pages"] == 1
    assert run("eval", out, gold, "--output-format", "xml").returncode == 2
    assert run("eval", out, tmp_path / "nowhere").returncode == 2


def test_a_file_that_cannot_be_read_stops_only_its_own_pair(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {"one.txt": GOLD, "two.txt": GOLD})
    gold = write(tmp_path / "gold", {"one.txt": GOLD, "two.txt": GOLD})
    (pages / "bad.txt").write_bytes(b"\x00\x01\x02" * 200)
    found = paired(pages, gold)
    assert ([one.id for one in found.pairs], found.unread) == (["one", "two"], [])
    (gold / "two.txt").write_bytes(b"\x00\x01\x02" * 200)
    found = paired(pages, gold)
    assert [one.id for one in found.pairs] == ["one"]
    assert [str(error.path) for error in found.unread] == [str(gold / "two.txt")]
    done = run("eval", pages, gold)
    assert done.returncode == 2
    assert b"1 page with a gold text" in done.stdout
    assert b"two.txt: not text" in done.stderr
    (gold / "one.txt").unlink()
    with pytest.raises(ReadError, match="not text"):
        paired(pages, gold)

"""Proposals as files: rendering, proof, update, sharing."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ConfigError, ReadError, RuleError
from cleaner.learn.choosing import least, without
from cleaner.learn.packfile import literal, paragraph, quoted, render
from cleaner.learn.proposals import Entry, Example, Proposal
from cleaner.learn.review import REJECT
from cleaner.learn.sharing import SHARED, recognised, share
from cleaner.learn.state import STATE, load_state
from cleaner.learn.teaching import Pack, problem
from cleaner.packs import load_rules
from cleaner.proving import prove
from tests.learn.corpus import examine, texts

FOOTER = "footer-lines.toml"


def proposals(site: str = "news") -> list[Proposal]:
    return examine(texts(site))[1]


def written(folder: Path, found: list[Proposal]) -> Pack:
    pack = Pack.at(folder)
    pack.write(pack.paths(found))
    return pack


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=20))
def test_every_text_can_be_said(text: str) -> None:
    for say in (quoted, literal, paragraph):
        assert tomllib.loads(f"x = {say(text)}")["x"] == text


@pytest.mark.parametrize("site", ["news", "recipe", "shop", "chinese-news", "statutes"])
def test_a_pack_proves_itself(site: str, tmp_path: Path) -> None:
    pack = written(tmp_path / "mysite", proposals(site))
    assert "header-lines.toml" in pack.disk
    assert prove([tmp_path / "mysite"]).ok


def test_evidence_is_in_the_file_and_known_to_the_loader(tmp_path: Path) -> None:
    written(tmp_path / "mysite", proposals())
    rule = load_rules([tmp_path / "mysite"]).get("mysite/footer-lines")
    assert rule.evidence["documents"] == 30
    assert rule.evidence["share"] > 0.9
    assert rule.evidence["confidence"] >= 0.8
    assert "tail" in rule.evidence["positions"]
    assert len(rule.evidence["examples"]) == 3


def test_several_sites_get_a_folder_each_and_share_what_they_share(tmp_path: Path) -> None:
    one = [replace(p, site="a.example") for p in proposals()]
    other = [replace(p, site="b.example") for p in proposals()]
    alone = [replace(p, site="c.example") for p in proposals("chinese-news")]
    found = share([*one, *other, *alone])
    own = [p for p in found if not (p.is_guest or p.is_beside)]
    assert {p.site for p in own} == {SHARED, "c.example"}
    # What a line stands among or beside is a site's own.
    assert SHARED not in {p.site for p in found if p not in own}
    footer = next(p for p in found if p.site == SHARED and p.name == "footer-lines")
    assert footer.documents == 60
    assert max(e.pages for e in footer.entries) == 60
    pack = written(tmp_path / "sites", found)
    assert "shared/footer-lines.toml" in pack.disk
    assert "c-example/footer-lines.toml" in pack.disk
    assert prove([tmp_path / "sites"]).ok
    assert share(one) == one


def test_one_line_that_sites_share_has_the_lines_of_each_for_company(tmp_path: Path) -> None:
    one = [replace(p, site="a.example") for p in proposals()]
    other = [replace(p, site="b.example") for p in proposals("shop")]
    found = share([*one, *other])
    assert [e.match for p in found if p.site == SHARED for e in p.entries] == ["Privacy"]
    pack = written(tmp_path / "sites", found)
    assert "shared/footer-lines.toml" in pack.disk


def test_a_site_called_like_a_shipped_pack(tmp_path: Path) -> None:
    found = [*proposals(), *(replace(p, site="news") for p in proposals("shop"))]
    assert "site-news/footer-lines.toml" in Pack.at(tmp_path / "sites").paths(found)


def test_names_of_packs(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Pack.at(tmp_path / "My Site")
    assert "my-site" in caught.value.remedy
    # Its rules are none of those that --ignore news leaves out.
    assert all(path.startswith("site/") for path in Pack.at(tmp_path / "news").paths(proposals()))


def test_update_keeps_what_a_person_did(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    written(folder, proposals())
    footer = folder / FOOTER
    text = footer.read_text()
    text = text.replace('  "Imprint",\n', "").replace("# ", "")
    text = "# checked by hand\n" + text.replace('"Privacy",', '"Privacy",  # mine\n  "Own line",')
    footer.write_text(text)
    (folder / "doubtful-heading.toml").unlink()

    found = proposals()
    more = [
        _with(one, "A new line of the footer") if one.name == "footer-lines" else one
        for one in found
    ]
    pack = Pack.at(folder)
    merged = pack.write(pack.paths(more))
    after = footer.read_text()
    assert "# checked by hand" in after
    assert "# mine" in after
    assert '"Own line"' in after
    assert '"Imprint"' not in after
    assert "A new line of the footer" in after
    assert not (folder / "doubtful-heading.toml").exists()
    assert "doubtful-heading.toml" in merged.left
    assert prove([folder]).ok

    again = Pack.at(folder)
    again.write(again.paths(found))
    assert footer.read_text() == after


def _with(proposal: Proposal, line: str) -> Proposal:
    entry = replace(proposal.entries[-1], match=line, text=line, depth=1.0)
    return replace(proposal, entries=(*proposal.entries, entry))


def test_update_keeps_lines_that_new_documents_do_not_have(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    found = proposals()
    written(folder, found)
    fewer = [
        replace(one, entries=one.entries[:4]) if one.name == "footer-lines" else one
        for one in found
    ]
    pack = written(folder, fewer)
    assert "About the Courier" in (folder / FOOTER).read_text()
    assert pack.state.proposals[FOOTER].entries != fewer


def test_a_line_moves_with_its_confidence(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    unsure = [
        replace(one, name="footer-lines-unsure", safety="contextual")
        for one in proposals()
        if one.name == "footer-lines"
    ]
    written(folder, unsure)
    written(folder, proposals())
    assert (folder / FOOTER).exists()
    assert not (folder / "footer-lines-unsure.toml").exists()


def test_lines_that_all_move_are_proved_without_the_file_they_leave(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    found = [one for one in proposals() if one.name == "footer-lines"]
    written(folder, found)
    pack = written(folder, [replace(one, name="header-lines") for one in found])
    assert list(pack.disk) == ["header-lines.toml"]
    assert not pack.unproved


def test_few_pages_take_back_nothing_that_more_have_taught(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    found = [one for one in proposals() if one.name in ("footer-lines", "header-lines")]
    written(folder, found)
    before = (folder / FOOTER).read_text()
    unsure = [
        replace(one, name=f"{one.name}-unsure", safety="contextual", documents=5) for one in found
    ]
    written(folder, unsure)
    assert (folder / FOOTER).read_text() == before
    assert not (folder / "footer-lines-unsure.toml").exists()
    doubtful = [
        replace(one, name="doubtful-heading", kind="line", safety="aggressive", options={})
        for one in found
        if one.name == "footer-lines"
    ]
    doubtful = [replace(one, documents=5, position="", reason="a heading") for one in doubtful]
    written(folder, doubtful)
    assert not (folder / FOOTER).exists()
    assert (folder / "doubtful-heading.toml").exists()


def test_an_unnamed_site_is_known_by_its_lines(tmp_path: Path) -> None:
    pack = written(tmp_path / "mysite", proposals())
    again = [replace(one, site="new_pages") for one in proposals()]
    assert set(pack.paths(again, frozenset({"new_pages"}))) == set(pack.disk)
    assert {one.site for one in pack.paths(again, frozenset({"new_pages"})).values()} == {"site"}
    # What has a name of its own is another site, whatever its lines are, and so are other lines.
    own = {p for p, one in pack.paths(again).items() if not (one.is_guest or one.is_beside)}
    assert all(path.startswith("shared/") for path in own)
    other = [replace(one, site="shop") for one in proposals("chinese-news")]
    assert all(path.startswith("shop/") for path in pack.paths(other, frozenset({"shop"})))
    # Two sites do not become one.
    twins = [*again, *(replace(one, site="newer") for one in proposals())]
    found = recognised(twins, proposals(), frozenset({"new_pages", "newer"}))
    assert {one.site for one in found} == {"site", "newer"}


def test_a_site_shares_its_lines_with_those_that_come_later(tmp_path: Path) -> None:
    folder = tmp_path / "sites"
    written(folder, [replace(one, site="a.example") for one in proposals()])
    other = [replace(one, site="b.example") for one in proposals()]
    other = [_with(p, "A line of b") if p.name == "footer-lines" else p for p in other]
    pack = written(folder, other)
    assert "About the Courier" in (folder / "shared" / FOOTER).read_text()
    assert f"shared/{FOOTER}" in pack.disk
    assert FOOTER not in pack.disk
    assert pack.disk[f"shared/{FOOTER}"][1].evidence["documents"] == 60
    assert "A line of b" in (folder / "b-example" / FOOTER).read_text()
    before = (folder / "shared" / FOOTER).read_text()
    written(folder, [replace(one, site="c.example") for one in proposals()])
    assert (folder / "shared" / FOOTER).read_text() == before
    assert not (folder / "c-example" / FOOTER).exists()
    assert prove([folder]).ok


def test_rejected_lines_stay_away(tmp_path: Path) -> None:
    pack = Pack.at(tmp_path / "mysite")
    waiting = pack.waiting(pack.paths(proposals()))
    pack.decide(FOOTER, REJECT)
    assert FOOTER not in Pack.at(tmp_path / "mysite").waiting(waiting)
    pack = written(tmp_path / "mysite", proposals())
    assert FOOTER not in pack.disk
    assert "header-lines.toml" in pack.disk


def test_guests_are_proved_among_others_and_asked_for_after_them(tmp_path: Path) -> None:
    found = examine(texts("shop", 8))[1]
    assert any(one.is_guest for one in found)
    pack = Pack.at(tmp_path / "mysite")
    asked = list(pack.waiting(pack.paths(found)).values())
    guests = next(i for i, one in enumerate(asked) if one.is_guest)
    assert all(one.kind != "group" for one in asked[guests + 1 :])
    pack.write(pack.paths(found))
    assert "counts = false" in (tmp_path / "mysite/among-others.toml").read_text()
    alone = Pack.at(tmp_path / "other")
    alone.write(alone.paths([one for one in found if one.is_guest]))
    assert alone.unproved == ["among-others.toml"]


def test_a_line_rejected_alone_may_go_among_others_and_the_reverse(tmp_path: Path) -> None:
    found = examine(texts("shop", 8))[1]
    guests = next(one for one in found if one.is_guest)
    alone = replace(guests, name="single-lines", kind="line", options={})
    for rejected, kept in (("single-lines", "among-others"), ("among-others", "single-lines")):
        pack = Pack.at(tmp_path / kept)
        new = pack.paths([*found, alone])
        pack.waiting(new)
        pack.decide(f"{rejected}.toml", REJECT)
        pack.write(new)
        assert f"{rejected}.toml" not in pack.disk
        assert f"{kept}.toml" in pack.disk


def test_state_comes_back_and_damage_is_told(tmp_path: Path) -> None:
    pack = written(tmp_path / "mysite", proposals())
    assert load_state(tmp_path / "mysite") == pack.state
    (tmp_path / "mysite" / STATE).write_text('{"version": 1}')
    with pytest.raises(ReadError):
        load_state(tmp_path / "mysite")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("decisions", {"a.toml": 3}),
        ("decisions", ["a.toml"]),
        ("written", {"a.toml": {"digest": 3, "matches": []}}),
        ("written", {"a.toml": {"digest": "", "matches": [3]}}),
    ],
    ids=str,
)
def test_a_state_of_wrong_types_is_told(part: str, value: object, tmp_path: Path) -> None:
    data = {"version": 1, "proposals": {}, "waiting": {}, "decisions": {}, "written": {}}
    (tmp_path / STATE).write_text(json.dumps(data | {part: value}))
    with pytest.raises(ReadError, match="cannot be used"):
        load_state(tmp_path)


def test_a_rule_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "mysite").mkdir()
    (tmp_path / "mysite/own.toml").write_bytes(b'message = "caf\xe9"')
    with pytest.raises(RuleError, match="not UTF-8"):
        Pack.at(tmp_path / "mysite")


def test_the_names_of_other_packs_are_taken(tmp_path: Path) -> None:
    pack = Pack.at(tmp_path / "learned")
    assert FOOTER in pack.paths(proposals())
    assert f"site/{FOOTER}" in pack.paths(proposals(), taken={"learned"})
    assert f"site-site/{FOOTER}" in pack.paths(proposals(), taken={"learned", "site"})


def test_exclude_and_confidence() -> None:
    found = proposals()
    lines = {e.text for one in without(found, ["web"]) for e in one.entries}
    assert "Back to top" not in lines
    assert "House rules" in lines
    assert without(found, []) == found
    with pytest.raises(ConfigError):
        without(found, ["nowhere"])
    assert {one.safety for one in least(found, 0.8) if not one.is_beside} == {"safe"}


def test_problem_of_an_edited_file() -> None:
    text = render(next(one for one in proposals() if one.name == "footer-lines"))
    assert problem(FOOTER, text) == ""
    broken = text.replace("safety", "saftey")
    assert problem(FOOTER, broken).startswith("line 3: unknown key 'saftey' (did you mean")
    assert "not valid TOML" in problem(FOOTER, "=")


def test_a_rule_without_proof_is_not_written(tmp_path: Path) -> None:
    # Nothing but "Read more", which the shipped rules take before this one can.
    entry = Entry(
        "Read more",
        "Read more",
        False,
        0.9,
        30,
        1.0,
        2,
        0.5,
        examples=(Example("a", 1, "Read more"),),
    )
    one = Proposal("site", "single-lines", "line", "safe", "line of the site", (entry,), 30)
    pack = Pack.at(tmp_path / "mysite")
    pack.write(pack.paths([one]))
    assert (pack.unproved, list(pack.disk)) == (["single-lines.toml"], [])
    assert not (tmp_path / "mysite" / "single-lines.toml").exists()
    asked = Pack.at(tmp_path / "asked")
    assert asked.provable(asked.waiting(asked.paths([one]))) == {}
    assert asked.unproved == ["single-lines.toml"]
    other = Pack.at(tmp_path / "other")
    found = other.waiting(other.paths(proposals()))
    assert [*other.provable(found)] == [*found]

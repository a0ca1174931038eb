"""Scores and what they are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.shape.choice import Verdict, judge
from cleaner.shape.context import NAMES, page_features
from cleaner.shape.explaining import NEIGHBOURS, LineScore, line_scores
from cleaner.shape.lines import Rows
from cleaner.shape.model import load
from cleaner.shape.naming import GROUPS
from cleaner.shape.scoring import filled, read
from tests.support import PROSE, tool

LINES = st.sampled_from(
    [*PROSE, "Menu", "Log in", "Subscribe to our newsletter", "2 April 2025", "12 | 34", "SHARE",
     "© 2025 Marlen Courier", "- bread, salt", "天气很好，我们去河边走走。", "", "   ", "?"]
)  # fmt: skip


def scores(text: str, extracted: bool = False) -> tuple[list[LineScore], Verdict, Rows]:
    lexicon: Lexicon = tool()._lexicon
    page, model = Page(text, lexicon), load()
    numbers = filled(page)
    lines = read(page, numbers, model.table)
    features = page_features(lines)
    verdict = judge(model, features, lines.marks, extracted)
    texts = [page.lines[i].strip() for i in numbers.tolist()]
    found = line_scores(model, features, verdict, texts, lines.linked)
    return list(found), verdict, features


@settings(deadline=None)
@given(
    st.lists(LINES, min_size=1, max_size=40).filter(lambda lines: any(map(str.strip, lines))),
    st.booleans(),
)
def test_parts_add_up_to_the_score(lines: list[str], extracted: bool) -> None:
    found, verdict, _ = scores("\n".join(lines), extracted)
    assert len(found) == len(verdict.score)
    for one, score in zip(found, verdict.score.tolist(), strict=True):
        assert one.score == pytest.approx(score, abs=1e-6)
        assert one.base + sum(part.value for part in one.parts) == pytest.approx(score, abs=1e-6)
        values = [abs(part.value) for part in one.parts]
        assert values == sorted(values, reverse=True)
        for part in one.parts:
            if part.family != NEIGHBOURS:
                assert part.value == pytest.approx(sum(part.features.values()), abs=1e-9)
        assert all(part.shown for part in one.parts)


def test_features_add_up_to_what_the_trees_say() -> None:
    _, _, features = scores("\n".join([*PROSE, "Menu", "Log in", "Subscribe", *PROSE]))
    trees = load().lines["raw"]
    base, values = trees.contributions(features)
    assert base + values.sum(0) == pytest.approx(trees(features), abs=1e-5)
    assert np.abs(values).max() > 0.05


def test_every_feature_has_a_family() -> None:
    assert len(GROUPS) == len(NAMES)
    of = dict(zip(NAMES, GROUPS, strict=True))
    assert of["weight_sum"] == of["weight_first"] == "words"
    assert of["short<8"] == "before"
    assert of["short>50"] == "behind"
    assert of["end-1"] == "beside"
    assert of["to_title_before"] == of["titles_behind"] == "headline"
    assert of["prose_before"] == "place"
    assert of["page_lines"] == "page"


def shown(line: str, *around: str) -> dict[str, str]:
    text = "\n".join([*PROSE, *around, line])
    return {part.family: part.shown for part in scores(text)[0][-1].parts}


def test_parts_are_named_in_human_words() -> None:
    found = shown("Subscribe to our newsletter", "Menu", "Log in")
    assert found["size"] == "4 words"
    assert found["closing"] == "no closing punctuation"
    assert found["opening"] == "starts with a capital"
    assert found["main"] == "in the tail, 3 lines behind the main text"
    assert "newsletter" in found["words"]
    assert found["repeats"] == "once in the page"
    assert found["distance"] == "running text: 3 lines above"
    assert shown("SHARE", "SHARE")["opening"] == "all in capitals"
    assert shown("SHARE", "SHARE")["repeats"] == "2 times in the page"
    assert shown("12 | 34")["symbols"] == "signs: bar"
    assert shown("12 | 34")["figures"] == "mostly figures"
    assert shown(PROSE[1])["closing"] == "ends like a sentence"

"""What a line looks like by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.shape.characters import CLASS, classes_of, codes
from cleaner.shape.lines import FEATURES, ROW, line_features, units_of
from cleaner.shape.words import WordTable

TABLE = WordTable({"subscribe": -2.0, "said": 1.5}, ["the", "of", "und", "для"])
LINE = st.text(min_size=1).map(str.strip).filter(lambda line: line and "\n" not in line)


def of(line: str) -> dict[str, float]:
    return dict(zip(FEATURES, map(float, line_features([line], TABLE)[:, 0]), strict=True))


@pytest.mark.parametrize(
    ("character", "name"),
    [("a", "lower"), ("Ä", "upper"), ("א", "uncased"), ("桥", "spaceless"), ("ก", "spaceless"),
     ("7", "digit"), (".", "terminal"), ("。", "terminal"), ("»", "close"), ("|", "pipe"),
     ("©", "copyright"), ("☂", "emoji"), ("🙂", "emoji"), ("\t", "space")],
)  # fmt: skip
def test_classes(character: str, name: str) -> None:
    assert classes_of(codes(character)).tolist() == [CLASS[name]]


def test_a_sentence_and_a_label() -> None:
    sentence = of("The mayor of Marlen said that the bridge is safe, \u201cso far\u201d.")
    label = of("Upper Valley")
    assert sentence["end"] == CLASS["terminal"]
    assert sentence["functions"] == 3
    assert sentence["weight_sum"] == 1.5
    assert sentence["commas"] == 1
    assert label["end"] == CLASS["lower"]
    assert (label["functions"], label["capitalised"]) == (0, 1.0)
    assert sentence["units"] > label["units"]


def test_closing_marks_hide_no_full_stop() -> None:
    assert of("'I can show them the trees.'")["end"] == CLASS["terminal"]
    assert of("'I can show them the trees.'")["last"] == CLASS["quote"]


def test_words_are_known_in_any_case_and_beside_punctuation() -> None:
    assert of("SUBSCRIBE!")["weight_low"] == -2.0
    assert of("(subscribe)")["weight_first"] == -2.0
    assert of("subscribers")["weight_low"] == 0.0
    assert of("Дом для детей")["functions"] == 1


def test_scripts_without_spaces_count_letters() -> None:
    assert np.expm1(of("议会批准了新桥的建设")["units"]) == pytest.approx(10 / 1.7, rel=1e-5)


def test_a_long_line_costs_no_more_and_keeps_its_length() -> None:
    line = "The cost is put at forty million. " * 1000
    found = of(line.strip())
    assert found["chars"] == pytest.approx(np.log1p(len(line.strip())))
    assert found["sentences"] < 20
    assert np.expm1(found["words"]) == pytest.approx(7000, rel=0.05)


@given(st.lists(LINE, min_size=1))
def test_lines_of_a_page_do_not_touch_each_other(lines: list[str]) -> None:
    together = line_features(lines, TABLE)
    assert np.isfinite(together).all()
    for i, line in enumerate(lines):
        assert np.array_equal(together[:, i], line_features([line], TABLE)[:, 0])


def test_words_come_back_whole() -> None:
    lines = [" ".join(["word"] * count) for count in range(1, 60)]
    assert units_of(line_features(lines, TABLE)).tolist() == list(range(1, 60))


def test_every_feature_has_a_name() -> None:
    assert line_features(["x"], TABLE).shape == (len(FEATURES), 1)
    assert len(ROW) == len(FEATURES)

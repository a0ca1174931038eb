"""LangChain."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import pytest

from tests.integrations import CLEAN, DIRTY, HOW, WALL
from tests.support import PROSE

documents: Any = pytest.importorskip("langchain_core.documents", reason=HOW)

from cleaner.integrations.langchain import CleanerTransformer  # noqa: E402


class Chapter(documents.Document):  # type: ignore[misc]
    number: int = 0


def test_texts_and_metadata() -> None:
    given = [
        documents.Document(page_content=DIRTY, metadata={"source": "a"}),
        documents.Document(page_content=WALL, id="b"),
    ]
    found = CleanerTransformer(cards=True).transform_documents(given)
    assert [document.page_content for document in found] == [CLEAN, WALL]
    assert found[0].metadata["source"] == "a"
    assert found[0].metadata["cleaner_cards"][0]["document"] == "a"
    assert [document.metadata["cleaner_status"] for document in found] == ["cleaned", "no-content"]
    assert found[1].id == "b"
    assert given[0].page_content == DIRTY
    assert given[0].metadata == {"source": "a"}


def test_without_waiting_and_in_another_process() -> None:
    given = [documents.Document(page_content=DIRTY)]
    tool = pickle.loads(pickle.dumps(CleanerTransformer()))
    assert asyncio.run(tool.atransform_documents(given))[0].page_content == CLEAN


def test_a_class_of_ones_own_stays() -> None:
    given = Chapter(page_content=DIRTY, number=3, metadata={"source": None})
    [found] = CleanerTransformer(cards=True).transform_documents([given])
    assert isinstance(found, Chapter)
    assert found.number == 3
    assert found.metadata["cleaner_cards"][0]["document"] == ""


def test_related_is_the_setting_of_a_cleaner() -> None:
    given = [documents.Document(page_content=DIRTY)]
    [found] = CleanerTransformer(related="keep").transform_documents(given)
    assert PROSE[4] in found.page_content
    assert list(found.metadata) == ["cleaner_status"]

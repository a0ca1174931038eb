"""LangChain: a document transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from cleaner.integrations.columns import card_fields
from cleaner.pipeline import Cleaner


class CleanerTransformer(BaseDocumentTransformer):
    """Cleans the text of documents; their metadata gets ``cleaner_status``.

    ``related``: also put the related-article cards there, as ``cleaner_related``. ``settings`` are
    those of Cleaner; raises ConfigError and RuleError.
    """

    def __init__(self, *, related: bool = False, **settings: Any) -> None:
        self.related = related
        self.tool = Cleaner(**settings)

    def transform_documents(
        self, documents: Sequence[Document], **kwargs: Any
    ) -> Sequence[Document]:
        """The documents with clean texts, as new objects."""
        return [self._clean(document) for document in documents]

    def _clean(self, document: Document) -> Document:
        name = document.id or str(document.metadata.get("source", ""))
        result = self.tool.clean(document.page_content, id=name)
        metadata = document.metadata | {"cleaner_status": result.status}
        if self.related:
            metadata["cleaner_related"] = [card_fields(card) for card in result.related]
        return Document(id=document.id, page_content=result.text, metadata=metadata)

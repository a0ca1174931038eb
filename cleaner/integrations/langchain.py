"""LangChain: a document transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.documents import BaseDocumentTransformer, Document

from cleaner.integrations.columns import cards_of, document_name, edits_of
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings


class CleanerTransformer(BaseDocumentTransformer):
    """Cleans the text of documents; their metadata gets ``cleaner_status``.

    ``cards``: also put the related-article cards that were taken out there, as ``cleaner_cards``,
    under the id of the document or else its ``source``; ``edits``: the way back, as
    ``cleaner_edits`` (see ``restore``). ``extracted``: see ``Cleaner.clean``. ``settings`` are
    those of Cleaner; raises ConfigError and RuleError.
    """

    def __init__(
        self,
        *,
        cards: bool = False,
        edits: bool = False,
        extracted: bool = False,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        self.cards = cards
        self.edits = edits
        self.extracted = extracted
        self.tool = Cleaner(**settings)

    def __repr__(self) -> str:
        return f"CleanerTransformer(cards={self.cards!r}, tool={self.tool!r})"

    def transform_documents(
        self, documents: Sequence[Document], **kwargs: Any
    ) -> Sequence[Document]:
        """The documents with clean texts, as new objects of the same classes."""
        return [self._clean(document) for document in documents]

    def _clean(self, document: Document) -> Document:
        name = document.id or document_name(document.metadata.get("source"))
        result = self.tool.clean(document.page_content, id=name, extracted=self.extracted)
        metadata = document.metadata | {"cleaner_status": result.status}
        if self.cards:
            metadata["cleaner_cards"] = cards_of(result)
        if self.edits:
            metadata["cleaner_edits"] = edits_of(result)
        return document.model_copy(update={"page_content": result.text, "metadata": metadata})

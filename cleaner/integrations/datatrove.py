"""datatrove: a step of a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from cleaner.integrations.columns import cards_of, edits_of
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings


class CleanerStep(PipelineStep):  # type: ignore[misc]
    """Cleans the text of documents.

    ``cards``: also put the related-article cards that were taken out into the metadata, as
    ``cleaner_cards``; ``edits``: the way back, as ``cleaner_edits`` (see ``restore``).
    ``drop_no_content``: leave out captcha and error pages. ``extracted``: see ``Cleaner.clean``.
    ``settings`` are those of Cleaner; every worker must see the paths of ``rules``. Raises
    ConfigError and RuleError.
    """

    name = "cleaner"
    type = "FORMAT"

    def __init__(
        self,
        *,
        cards: bool = False,
        edits: bool = False,
        drop_no_content: bool = False,
        extracted: bool = False,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        super().__init__()
        self.cards = cards
        self.edits = edits
        self.extracted = extracted
        self.drop_no_content = drop_no_content
        self.tool = Cleaner(**settings)  # pickled as its settings, so workers compile their own

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yield the documents with clean texts."""
        for document in data or ():
            if self._clean(document):
                yield document

    def _clean(self, document: Document) -> bool:
        with self.track_time():
            result = self.tool.clean(document.text, id=document.id, extracted=self.extracted)
            document.text = result.text
            if self.cards:
                document.metadata["cleaner_cards"] = cards_of(result)
            if self.edits:
                document.metadata["cleaner_edits"] = edits_of(result)
            self.stat_update("documents", result.status)
            self.stat_update("characters_removed", value=result.characters_removed)
            self.update_doc_stats(document)
        return not (self.drop_no_content and result.status == "no-content")

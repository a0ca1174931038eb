"""datatrove: a step of a pipeline."""

from __future__ import annotations

from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from cleaner.integrations.columns import card_fields
from cleaner.pipeline import Cleaner


class CleanerStep(PipelineStep):  # type: ignore[misc]
    """Cleans the text of documents.

    ``related``: also put the related-article cards into the metadata, as ``cleaner_related``.
    ``drop_no_content``: leave out captcha and error pages. ``settings`` are those of Cleaner, which
    is made where the step runs.
    """

    name = "cleaner"
    type = "FORMAT"

    def __init__(
        self, *, related: bool = False, drop_no_content: bool = False, **settings: Any
    ) -> None:
        super().__init__()
        self.related = related
        self.drop_no_content = drop_no_content
        self.settings = settings

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yield the documents with clean texts."""
        tool = Cleaner(**self.settings)
        for document in data or ():
            if self._clean(tool, document):
                yield document

    def _clean(self, tool: Cleaner, document: Document) -> bool:
        with self.track_time():
            result = tool.clean(document.text, id=document.id)
            document.text = result.text
            if self.related:
                document.metadata["cleaner_related"] = [card_fields(c) for c in result.related]
            self.stat_update("documents", result.status)
            self.stat_update("characters_removed", value=result.characters_removed)
            self.update_doc_stats(document)
        return not (self.drop_no_content and result.status == "no-content")

"""Scrapy: an item pipeline.

Settings of the crawler::

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanerPipeline": 300}
    CLEANER_FIELD = "text"        # the field with the text (the default)
    CLEANER_ID_FIELD = "url"      # names the document in the cards
    CLEANER_CARDS_FIELD = None    # a field to put the related-article cards into
    CLEANER_EDITS_FIELD = None    # a field to put the way back into (see ``restore``)
    CLEANER_EXTRACTED = False     # the text is what an extractor left of HTML
    CLEANER_SETTINGS = {}         # arguments of Cleaner: {"level": "safe"}

An item of a class of its own must declare the fields of cards and edits, as every field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter

from cleaner.integrations.columns import cards_of, document_name, edits_of
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings


class CleanerPipeline:
    """Cleans a field of every item that has it; counts in the stats of the crawler."""

    def __init__(
        self,
        field: str = "text",
        *,
        id_field: str | None = "url",
        cards_field: str | None = None,
        edits_field: str | None = None,
        extracted: bool = False,
        stats: Any = None,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        self.field = field
        self.id_field = id_field
        self.cards_field = cards_field
        self.edits_field = edits_field
        self.extracted = extracted
        self.stats = stats
        self.tool = Cleaner(**settings)

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanerPipeline:
        """Make the pipeline from the settings of a crawler."""
        known = crawler.settings
        return cls(
            known.get("CLEANER_FIELD", "text"),
            id_field=known.get("CLEANER_ID_FIELD", "url"),
            cards_field=known.get("CLEANER_CARDS_FIELD"),
            edits_field=known.get("CLEANER_EDITS_FIELD"),
            extracted=known.getbool("CLEANER_EXTRACTED"),
            stats=crawler.stats,
            **known.getdict("CLEANER_SETTINGS"),
        )

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """The same item with a clean text; items without one go through."""
        fields = ItemAdapter(item)
        text = fields.get(self.field)
        if not isinstance(text, str):
            return item
        name = fields.get(self.id_field) if self.id_field else None
        result = self.tool.clean(text, id=document_name(name), extracted=self.extracted)
        fields[self.field] = result.text
        if self.cards_field:
            fields[self.cards_field] = cards_of(result)
        if self.edits_field:
            fields[self.edits_field] = edits_of(result)
        if self.stats is not None:
            self.stats.inc_value(f"cleaner/{result.status}")
            self.stats.inc_value("cleaner/characters_removed", result.characters_removed)
        return item

"""Scrapy: an item pipeline.

Settings of the crawler::

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanerPipeline": 300}
    CLEANER_FIELD = "text"        # the field with the text (the default)
    CLEANER_ID_FIELD = "url"      # names the document in the cards
    CLEANER_RELATED_FIELD = None  # a field to put the related-article cards into
    CLEANER_SETTINGS = {}         # arguments of Cleaner: {"level": "safe"}
"""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter

from cleaner.integrations.columns import card_fields
from cleaner.pipeline import Cleaner


class CleanerPipeline:
    """Cleans a field of every item that has it; counts in the stats of the crawler."""

    def __init__(
        self,
        field: str = "text",
        *,
        id_field: str | None = "url",
        related_field: str | None = None,
        stats: Any = None,
        **settings: Any,
    ) -> None:
        self.field = field
        self.id_field = id_field
        self.related_field = related_field
        self.stats = stats
        self.tool = Cleaner(**settings)

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanerPipeline:
        """Make the pipeline from the settings of a crawler."""
        known = crawler.settings
        return cls(
            known.get("CLEANER_FIELD", "text"),
            id_field=known.get("CLEANER_ID_FIELD", "url"),
            related_field=known.get("CLEANER_RELATED_FIELD"),
            stats=crawler.stats,
            **known.getdict("CLEANER_SETTINGS"),
        )

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """The same item with a clean text; items without one go through."""
        fields = ItemAdapter(item)
        text = fields.get(self.field)
        if not isinstance(text, str):
            return item
        name = fields.get(self.id_field, "") if self.id_field else ""
        result = self.tool.clean(text, id=str(name))
        fields[self.field] = result.text
        if self.related_field:
            fields[self.related_field] = [card_fields(card) for card in result.related]
        if self.stats is not None:
            self.stats.inc_value(f"cleaner/{result.status}")
            self.stats.inc_value("cleaner/characters_removed", result.characters_removed)
        return item

"""The tools of benchmarks/scoreboard.py; each runs this file in an environment of its own.

    python scoreboard_peers.py TOOL INPUT.jsonl OUTPUT.jsonl

INPUT has a record a line (``text``, ``html``). OUTPUT gets a JSON value a line: the text that the
tool made of it, or for tools that find duplicates its group. Printed: the seconds of CPU that the
work took, without imports and without a first call.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

Record = dict[str, Any]
Work = Callable[[Sequence[Record]], list[Any]]


def each(function: Callable[[str], Any], field: str = "text") -> Work:
    """A tool that takes one text after the other."""
    return lambda records: [function(record[field]) for record in records]


def cleaner_words() -> Work:
    """Cleaner by its rules alone."""
    from cleaner import Cleaner

    tool = Cleaner(ignore=["core/page-shape"])
    return each(lambda text: tool.clean(text).text)


def cleaner() -> Work:
    """Cleaner as it comes."""
    from cleaner import Cleaner

    tool = Cleaner()
    return each(lambda text: tool.clean(text).text)


def regexes() -> Work:
    """The patterns of all rules, one after the other, on every line."""
    from speed import every_regex

    return each(every_regex("contextual"))


def long_lines() -> Work:
    """Lines of ten words or more: what people write in an afternoon."""
    return each(lambda text: "\n".join(s for s in text.split("\n") if len(s.split()) >= 10))


def ftfy() -> Work:
    """ftfy.fix_text."""
    from ftfy import fix_text

    return each(fix_text)


def clean_text() -> Work:
    """clean-text with its line breaks kept."""
    from cleantext import clean

    return each(lambda text: clean(text, lower=False, no_line_breaks=False))


def datatrove_c4() -> Work:
    """The line rules of datatrove's C4QualityFilter, which keeps only lines that end a sentence."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    tool = C4QualityFilter(filter_no_terminal_punct=True, min_num_sentences=-1)

    def work(text: str) -> str:
        document = Document(text=text, id="", metadata={})
        tool.filter(document)
        return document.text

    return each(work)


def datatrove_fineweb() -> Work:
    """Datatrove's FineWebQualityFilter, which keeps or drops whole pages."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import FineWebQualityFilter

    tool = FineWebQualityFilter()

    def work(text: str) -> str:
        return text if tool.filter(Document(text=text, id="", metadata={})) is True else ""

    return each(work)


def nemo_curator() -> Work:
    """NeMo-Curator's modifiers for text, one after the other."""
    from nemo_curator.stages.text import modifiers as m

    tools = [m.BoilerPlateStringModifier(), m.NewlineNormalizer(), m.UrlRemover()]

    def work(text: str) -> str:
        for tool in tools:
            text = tool.modify_document(text)
        return text

    return each(work)


def data_juicer() -> Work:
    """data-juicer's mappers that remove what is no text."""
    from data_juicer.ops import load_ops

    names = ("fix_unicode_mapper", "clean_links_mapper", "clean_email_mapper",
             "clean_copyright_mapper", "remove_repeat_sentences_mapper")  # fmt: skip
    tools = load_ops([{name: {}} for name in names])

    def work(records: Sequence[Record]) -> list[str]:
        batch: dict[str, list[Any]] = {"text": [record["text"] for record in records]}
        for tool in tools:
            batch = tool.process_batched(batch)
        return batch["text"]

    return work


def trafilatura() -> Work:
    """trafilatura.extract, from the HTML."""
    from trafilatura import extract

    return each(lambda html: extract(html, include_comments=False) or "", "html")


def justext() -> Work:
    """jusText, from the HTML, with the stop words of the page's language."""
    import justext as library

    known = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}
    lists = {code: library.get_stoplist(name) for code, name in known.items()}

    def work(records: Sequence[Record]) -> list[str]:
        found = []
        for record in records:
            stop = lists.get(record.get("lang") or "en", lists["en"])
            blocks = library.justext(record["html"].encode(), stop, encoding="utf-8")
            found.append("\n".join(block.text for block in blocks if not block.is_boilerplate))
        return found

    return work


def resiliparse() -> Work:
    """Resiliparse with main_content, from the HTML."""
    from resiliparse.extract.html2text import extract_plain_text

    return each(lambda html: extract_plain_text(html, main_content=True), "html")


def duplicates(name: str, threshold: float = 0.5, size: int = 3) -> Work:
    """A tool of benchmarks/dedup_peers.py."""
    from dedup_peers import peers

    tool = peers(threshold, size)[name]
    return lambda records: tool([record["text"] for record in records])


def semhash() -> Work:
    """SemHash with its default model, which it fetches."""
    from semhash import SemHash

    def work(records: Sequence[Record]) -> list[int]:
        rows = [{"text": record["text"], "n": str(n)} for n, record in enumerate(records)]
        try:
            index = SemHash.from_records(rows, columns=["text"])
        except OSError as error:
            sys.exit(
                "its model, minishlab/potion-base-8M, is neither here nor to be fetched "
                f"({type(error).__name__})"
            )
        found = index.self_deduplicate()
        labels = list(range(len(rows)))
        for group in found.selected_with_duplicates:
            for row, _ in group.duplicates:
                labels[int(row["n"])] = int(group.record["n"])
        return labels

    return work


TOOLS: dict[str, Callable[[], Work]] = {
    "cleaner": cleaner,
    "cleaner, rules alone": cleaner_words,
    "every regex on every line": regexes,
    "lines of ten words": long_lines,
    "ftfy": ftfy,
    "clean-text": clean_text,
    "datatrove C4 lines": datatrove_c4,
    "datatrove FineWeb": datatrove_fineweb,
    "NeMo-Curator modifiers": nemo_curator,
    "data-juicer mappers": data_juicer,
    "trafilatura": trafilatura,
    "jusText": justext,
    "resiliparse": resiliparse,
    "cleaner dedup": lambda: duplicates("cleaner"),
    "exact hash": lambda: duplicates("exact"),
    "normalised hash": lambda: duplicates("normalised"),
    "datasketch": lambda: duplicates("datasketch"),
    "rensa": lambda: duplicates("rensa", 0.6),
    "semhash": semhash,
}


def main() -> None:
    """Run one tool."""
    tool, source, target = sys.argv[1:]
    logging.disable()
    with open(source, encoding="utf-8") as lines:  # noqa: PTH123 - no need of more imports
        records = [json.loads(line) for line in lines]
    work = TOOLS[tool]()
    work(records[:2])
    start = time.process_time()
    found = work(records)
    seconds = time.process_time() - start
    with open(target, "w", encoding="utf-8") as file:  # noqa: PTH123
        for value in found:
            file.write(json.dumps(value) + "\n")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()

"""``cleaner eval``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import console, options, values
from cleaner.errors import ConfigError
from cleaner.report.summary import number
from cleaner.rules import one_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def evaluate(
    cleaned: Annotated[
        str, typer.Argument(metavar="CLEANED", help="Cleaned file, folder or JSONL file.")
    ],
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", help="The main texts, as people marked them.")
    ],
    base: Annotated[
        str | None,
        typer.Option(help="The originals, where CLEANED has no ledger.", metavar="PATH"),
    ] = None,
    text_field: Annotated[
        str | None, typer.Option(help="JSONL field of the cleaned text [default: text].")
    ] = None,
    gold_field: Annotated[str, typer.Option(help="JSONL field of the gold text.")] = "gold",
    base_field: Annotated[
        str | None,
        typer.Option(help="JSONL field of the original [default: that of the cleaned text]."),
    ] = None,
    id_field: Annotated[
        str | None, typer.Option(help="JSONL field of the page's name [default: id].")
    ] = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.Gitignore = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst pages to show.")] = 10,
    rules: Annotated[int, typer.Option(min=0, help="How many rules to show.")] = 15,
    html: Annotated[
        str | None,
        typer.Option(help="Write the worst pages beside their gold texts here.", metavar="FILE"),
    ] = None,
    output_format: options.TextOrJson = "text",
) -> None:
    """Compare cleaned pages with gold texts: what was left in, what was lost, by which rule.

    Pages are paired by their paths without ending, records by their ids; of HTML everything counts
    that a reader sees. What cleaning destroyed
    is known from the ledger that `cleaner clean` wrote, which names the rules that did it, or from
    --base. Fields and what is passed over are those of the configuration, unless they are given
    here.

    Examples:

      cleaner clean pages/ -o clean/ && cleaner eval clean/ gold/

      cleaner eval clean/pages.jsonl pages.jsonl --id-field id --html worst.html

    """
    from cleaner.engine.selection import exclusion_of
    from cleaner.evaluation.evaluate import evaluate as compare
    from cleaner.evaluation.pages import pair
    from cleaner.evaluation.texts import Fields
    from cleaner.report.evaluation import as_json, render_text
    from cleaner.report.sidebyside import render_html
    from cleaner.writing import write_atomic

    one_of("output-format", output_format, ("text", "json"))
    given = {
        "text_field": text_field,
        "id_field": id_field,
        "exclude": exclude,
        "force_exclude": force_exclude,
        "respect_gitignore": respect_gitignore,
    }
    places = [place for place in (cleaned, gold, base) if place is not None]
    if "-" in places:
        raise ConfigError("eval compares files, not standard input", remedy="save it as a file")
    named = {"CLEANED": cleaned, "GOLD": gold, "--base": base, "--html": html}
    for name, place in named.items():
        values.local(name, place)
    values.apart("--html", html, places)
    settings = values.configured(places, given, config, isolated).config
    text = settings.text_field
    own = settings.id_field
    names = Fields(text, gold_field, base_field or text, own or "id", named=own is not None)
    originals = Path(base) if base is not None else None
    paired = pair(Path(cleaned), Path(gold), originals, names, exclusion_of(settings))
    found = compare(paired.pairs)
    if output_format == "json":
        print(json.dumps(as_json(found, paired), ensure_ascii=False, indent=2))
    else:
        print(render_text(found, paired, worst=worst, rules=rules))
    if html is not None:
        write_atomic(Path(html), render_html(found, worst).encode("utf-8", "replace"))
        console.note(f"{number(min(worst, len(found.pages)), 'page')} written to {html}")
    if paired.unread:
        console.errors(paired.unread)
        raise typer.Exit(2)

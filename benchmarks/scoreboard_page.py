"""The page of benchmarks/scoreboard.py: tables, and a plot for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Rows = dict[str, dict[str, Any]]
PLACES = ((True, 4), (True, -10), (False, 4), (False, -10), (True, 14), (True, -20))
"""Where a label may stand: to the right of its point, and by how many points above it."""


def write(out: Path, about: dict[str, Any], rows: Rows, failed: dict[str, str]) -> None:
    """Write the page to ``out`` and its plots to a folder of the same name."""
    texts = {name: row for name, row in rows.items() if row["reads"] != "cards"}
    cards = {name: row for name, row in rows.items() if row["reads"] == "cards"}
    folder = out.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    shared = "" if about["load"] <= about["cores"] else " (other work shared the machine)"
    lines = [_HEAD.format(**about, shared=shared)]
    lines += ["## Cleaning", "", _CLEANING.format(**about), *_cleaning(texts, about), ""]
    lines += [f"![speed and quality of cleaning]({folder.name}/cleaning.svg)", ""]
    speeds = {name: (_rate(row, about), row["f1_after"]) for name, row in texts.items()}
    _plot(folder / "cleaning.svg", speeds, "MB of text a second of CPU", "F1 of the main text")
    if cards:
        lines += ["## Duplicates", "", _DUPLICATES.format(**about), *_duplicates(cards, about), ""]
        lines += [f"![speed and quality of finding duplicates]({folder.name}/dedup.svg)", ""]
        points = {n: (about["cards"] / min(row["seconds"]), row["F1"]) for n, row in cards.items()}
        _plot(folder / "dedup.svg", points, "snippets a second of CPU", "pairwise F1")
    if failed:
        lines += ["## Not measured", "", "| tool | why |", "| --- | --- |"]
        lines += [f"| {name} | {why.replace('|', '/')} |" for name, why in failed.items()]
        lines.append("")
    out.write_text("\n".join(lines))


_HEAD = """# Benchmarks against other tools

Written by `make bench` on {date}: Python {python}, {cores} cores, load {load} at the end{shared}.
Every tool in an environment and in processes of its own, by turns, rounds: {rounds}; seconds of CPU
of the best round, without imports. More, and how it is measured, in
[benchmarks/](../benchmarks/README.md).
"""
_CLEANING = """{pages} pages ({sets}) with HTML, the text that a naive scraper saves ({megabytes}
MB) and the main text as people marked it; F1 of the naive text is {before:.3f}. *lost* is the share
of the main text that went, *removed* that of all else. Tools that read HTML know more than tools
that read text, and get {html} MB of it; their speed is in MB of the same text, so that all are in
one column. The model of page shapes was trained on pages of these sets, so the F1 of `cleaner` is
that of known pages; cross-validated figures are in
[benchmarks/shape.md](../benchmarks/shape.md)."""
_DUPLICATES = """{cards:,} labelled snippets, texts only."""


def _rate(row: dict[str, Any], about: dict[str, Any]) -> float:
    return float(about["megabytes"] / min(row["seconds"]))


def _cleaning(rows: Rows, about: dict[str, Any]) -> list[str]:
    lines = ["", "| tool | version | reads | F1 | lost | removed | MB/s |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["f1_after"]):
        lines.append(
            f"| {name} | {row['version']} | {row['reads']} | {row['f1_after']:.3f} "
            f"| {row['lost']:.2%} | {row['removed_pooled']:.1%} | {_rate(row, about):.2f} |"
        )
    return lines


def _duplicates(rows: Rows, about: dict[str, Any]) -> list[str]:
    lines = ["", "| tool | version | precision | recall | F1 | CPU |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["F1"]):
        lines.append(
            f"| {name} | {row['version']} | {row['P']:.3f} | {row['R']:.3f} | {row['F1']:.3f} "
            f"| {min(row['seconds']):.2f} s |"
        )
    return lines


def _plot(path: Path, points: dict[str, tuple[float, float]], x: str, y: str) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "cleaner"  # the same picture is the same file
    matplotlib.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    axes.set(xscale="log", xlabel=x, ylabel=y)
    for name, (speed, good) in points.items():
        own = name.startswith("cleaner")
        axes.plot(speed, good, "o", color="#c0392b" if own else "#5d6d7e")
    axes.margins(x=0.18, y=0.1)
    axes.grid(alpha=0.3)
    figure.draw_without_rendering()
    taken: list[Any] = []
    for name, point in sorted(points.items(), key=lambda p: p[1]):
        for right, up in PLACES:
            label = axes.annotate(
                name,
                point,
                xytext=(6 if right else -6, up),
                textcoords="offset points",
                fontsize=8,
                ha="left" if right else "right",
            )
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                break
            if (right, up) != PLACES[-1]:
                label.remove()
        taken.append(box)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)

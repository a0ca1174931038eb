"""Pages as text browsers write them: ``lynx -dump``, with numbers of links and without, ``w3m``.

    python benchmarks/dumps.py PAGES.jsonl.gz... --folds FOLDER [--level contextual] [--jobs 2]

Pages with ``html`` are written by the browsers that are installed and cleaned by the model that has
not seen the site (see ``shape.py``). Scored by 4-token shingles. Columns: precision, recall and F1
(of mean precision and recall), and the share ``lost`` of the main text that the input had, which is
below zero where numbers stood between its words.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from forms import plain_rows, run

_UTF8 = ["-force_html", "-assume_charset=utf-8", "-display_charset=utf-8"]
COMMANDS = {
    "lynx -dump": ["lynx", "-dump", *_UTF8],
    "lynx -dump -nolist": ["lynx", "-dump", "-nolist", *_UTF8],
    "w3m -dump": ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8"],
}
FORMS = ("naive text", *COMMANDS)
_SECONDS = 60


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS`` whose browser is installed."""
    texts = {"naive text": page["text"]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page["html"], encoding="utf-8", errors="replace")
        for name, command in COMMANDS.items():
            if shutil.which(command[0]):
                given = [*command, str(path)]
                done = subprocess.run(given, capture_output=True, timeout=_SECONDS, check=True)
                texts[name] = done.stdout.decode("utf-8", errors="replace")
    return texts


if __name__ == "__main__":
    run(__doc__, FORMS, partial(plain_rows, forms=forms), html=True)

"""Each adapter with the library it is for; skipped where that is not installed."""

from tests.support import PROSE, page

CARD = ("Related Articles", "Valley Times", "2 hours ago", "A title", PROSE[4])
DIRTY = page("READ MORE", *CARD)
CLEAN = page()
WALL = "Just a moment...\nPlease verify you are a human\n"
HOW = "not installed here: pip install '.[integrations-test]'"

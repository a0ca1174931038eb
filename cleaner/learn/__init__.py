"""A corpus teaches its own boilerplate: lines that the pages of a site share become rules."""

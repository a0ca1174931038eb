"""Near-duplicates: normalise, find candidates, verify, cluster, merge."""

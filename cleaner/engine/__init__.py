"""Where the work runs: one function for a file, a folder on all cores, and more to come."""

"""What people and programs get to see: diffs, summaries, listings. Reporters format, no more."""

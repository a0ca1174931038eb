"""Quality against a gold text: what cleaning left in, what it lost, and which rule did it."""

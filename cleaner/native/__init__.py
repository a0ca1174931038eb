"""What is compiled where a C compiler is at hand; without it everything is the same, but slower."""

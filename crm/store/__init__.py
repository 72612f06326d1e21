"""What the company remembers: SQL of its nouns, one module each. Nobody else writes SQL."""

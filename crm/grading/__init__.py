"""Figures → points → score → rank → tier, with reasons, and the cheapest way up. No I/O."""

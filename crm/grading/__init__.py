"""Figures → points → score → rank → tier, with reasons, and the cheapest way up. Rules only, no I/O."""

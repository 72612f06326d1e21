"""A typed name → one customer, a few, or none."""

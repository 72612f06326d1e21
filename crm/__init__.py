"""Customers, tiers, visits: what is decided and what is remembered. Knows nothing of chat."""

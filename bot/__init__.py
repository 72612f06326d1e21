"""Listens and speaks: channels, understanding, conversations, the command line."""

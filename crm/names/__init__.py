"""A typed name → one customer, a few, or none.

``Index`` is built from namings, ``match`` reads a name, ``match_in`` a part of a message.
"""

from crm.names.index import Index
from crm.names.match import Match, match, match_in

__all__ = ["Index", "Match", "match", "match_in"]

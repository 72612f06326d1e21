"""A made-up company to play with: it sells valves and pumps to 120 customers in two languages.

Who they are, and how each of them buys, pays and is visited, stands in the CSV files here; the rest
is dice with a fixed seed, counted back from a day. The same day gives the same books to the letter.
Nobody in it is real, and no telephone number is anybody's.
"""

from bot.sample.company.books import write_books
from bot.sample.company.rounds import Complaint, list_complaints

__all__ = ["Complaint", "list_complaints", "write_books"]

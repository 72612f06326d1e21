"""The company that the demo plays and the tests use: Northwind, a trading company of the nineties.

Its files are real, other people's and under the licence beside them; the last date is 1998-05-06.
"""

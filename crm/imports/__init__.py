"""A company's own spreadsheets, taken in: readers → headers → parsing → planning → apply.

Whatever a file holds, its rows are streamed in batches and staged in the database; no file is
ever in memory whole. Planning and applying happen in one transaction, so that a dry run is the
real run rolled back.
"""

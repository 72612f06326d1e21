"""A company's own spreadsheets: read, recognised, parsed, planned as a diff, applied whole."""

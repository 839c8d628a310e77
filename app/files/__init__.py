"""Files: what callers upload, on its way to storage and back. Their rows are a table like any other."""

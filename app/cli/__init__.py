"""The command line: serve, migrate, and what an operator does to keys."""

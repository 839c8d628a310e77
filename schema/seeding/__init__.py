"""Seeding: what a sandbox holds from the start, made by mutations of the graph."""

"""The floor: one hand-written statement makes the JSON in PostgreSQL, behind a bare ASGI app."""

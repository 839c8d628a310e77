"""paygraph: the payments domain as one graph, on PostgreSQL."""

VERSION = "0.1.0"
DATE = "2026-11-29"
"""The day of the version, as ISO 8601 has it."""
API_VERSION = "2024-12-18.acacia"
"""The version of Stripe's API that is modelled."""


def about() -> dict[str, str]:
    """Which paygraph this is, as `/healthz` and the page show it."""
    return {"version": VERSION, "date": DATE, "apiVersion": API_VERSION}

"""paygraph: the payments domain as one graph, on PostgreSQL."""

VERSION = "0.1.0"

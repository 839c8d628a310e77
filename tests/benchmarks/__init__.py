"""paygraph measured beside its peers, on the same tables and the same machine: `make bench`."""

"""What `paygraph new resource` writes: a table, its Exposed line, its migration and its tests, to begin with."""

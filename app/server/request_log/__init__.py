"""The request log: the record of each request, without its secrets, committed before it is answered."""

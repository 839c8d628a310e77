"""The request log: what each request leaves behind, without its secrets, committed before it is answered."""

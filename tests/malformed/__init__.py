"""What is malformed, thrown at every door: it is refused as a mistake of the client, and never logged as an error."""

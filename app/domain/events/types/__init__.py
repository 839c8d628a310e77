"""The event types by family, as data: the object that each is about, and when it is told."""

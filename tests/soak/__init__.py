"""The soak: one server of two workers, minutes under fire, and an account of what came of everything (`make soak`)."""

"""The pages of connected accounts' owners: the one that asks for what is required, and the express dashboard. None has
a script."""

"""Fault rules at work: which accounts have any, and in which of its meetings a rule strikes."""

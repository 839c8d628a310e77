"""Shapes: embedded values that several resources share, each written once."""

"""Metering: usage is reported in events, counted by meters, corrected, watched by alerts, and billed."""

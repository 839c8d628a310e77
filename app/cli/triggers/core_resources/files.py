"""Files, uploaded."""

from app.cli.triggers.inputs import example

example("fileCreate", purpose="DISPUTE_EVIDENCE")

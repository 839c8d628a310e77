"""What browsers may hold: tokens, and keys to one customer."""

from app.cli.triggers.inputs import example

example("tokenCreate", pii={"idNumber": "000000000"})

"""What is sold, and for how much."""

from app.cli.triggers.inputs import example

example("priceCreate", unitAmount=1000, productData={"name": "Seat"})

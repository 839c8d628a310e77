"""What browsers may hold: tokens, and keys to one customer."""

from app.cli.triggers.inputs import Made, example

example("tokenCreate", pii={"idNumber": "000000000"})
example("customerSessionCreate", components={"buyButton": {"enabled": True}})
example("ephemeralKeyCreate", customer=Made("customer"))
example("confirmationTokenCreate", paymentMethod="pm_card_visa")

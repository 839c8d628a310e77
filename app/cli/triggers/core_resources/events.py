"""Where events are sent, in the newer way."""

from app.cli.triggers.inputs import example

example(
    "eventDestinationCreate",
    enabledEvents=["customer.created"],
    type="WEBHOOK_ENDPOINT",
    webhookEndpoint={"url": "https://hooks.example.com/destination"},
)

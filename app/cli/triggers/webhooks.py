"""Where events are sent."""

from app.cli.triggers.inputs import example

example("webhookEndpointCreate", enabledEvents=["*"], url="https://hooks.example.com/endpoint")
example("webhookEndpointTest", type="customer.created")

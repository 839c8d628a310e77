"""Sandboxes: what fault rules need, as no rule is for everything."""

from app.cli.triggers.inputs import example

example("faultRuleCreate", operations=["refundCancel"], effect={"delay": {"milliseconds": 1}})

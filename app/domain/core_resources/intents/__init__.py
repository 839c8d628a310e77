"""What payment intents and setup intents have in common: how they are confirmed, and the customer's next action."""

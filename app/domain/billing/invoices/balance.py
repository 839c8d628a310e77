"""What a customer's balance adds to an invoice, or pays of it: a credit is negative, what is owed is positive. Pure."""


def due(total: int, starting: int) -> int:
    """What is to be paid of a total by a customer with a balance. Nothing, where the total is a credit."""
    return 0 if total < 0 else max(0, total + starting)


def ending(total: int, starting: int) -> int:
    """The balance once the total was taken into account."""
    return starting + total if total < 0 else min(0, total + starting)

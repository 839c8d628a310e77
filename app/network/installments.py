"""Payments in installments (meses sin intereses): credit cards of Mexico, for payments in pesos. The merchant is paid
at once; the customer pays the bank month by month. Source: Stripe's guide to installments in Mexico."""

MONTHS = (3, 6, 9, 12, 18, 24)
LEAST = 100_00
"""The least that a customer pays a month, in hundredths of a peso."""


def months_offered(country: str | None, funding: str, currency: str, amount: int) -> tuple[int, ...]:
    """The numbers of months in which a card of that country and funding can pay `amount` minor units."""
    if (country, funding, currency) != ("MX", "credit", "mxn"):
        return ()
    return tuple(months for months in MONTHS if amount >= months * LEAST)

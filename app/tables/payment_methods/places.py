"""Places of which a type of payment method has many: countries (ISO 3166-1), or locales."""


def places(codes: str) -> frozenset[str]:
    """The places of those codes, which spaces separate."""
    return frozenset(codes.split())


EURO_MERCHANTS = places(
    "AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IT JP LI LT LU LV MT MX NL NO NZ PL PT RO SE SG SI "
    "SK US"
)
"""Where accounts can accept payments through the banks of the SEPA area."""

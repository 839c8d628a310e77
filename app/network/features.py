"""What a card's network offers for authorizations beyond the plain one. Source: Stripe's guides to multicapture,
overcapture, extended and incremental authorizations. What the guides limit to some trades is offered to all here."""

from enum import StrEnum

from app.network.behaviours import card_behaviour

_FOUR = frozenset({"visa", "mastercard", "amex", "discover"})


class Feature(StrEnum):
    """A feature of an authorization, as its request is named."""

    EXTENDED_AUTHORIZATION = "extended_authorization"
    """The authorization expires later than usual."""
    INCREMENTAL_AUTHORIZATION = "incremental_authorization"
    """The authorized amount can be increased."""
    MULTICAPTURE = "multicapture"
    """The authorization can be captured in several parts."""
    OVERCAPTURE = "overcapture"
    """More than the authorized amount can be captured."""


NETWORKS = {
    Feature.EXTENDED_AUTHORIZATION: _FOUR,
    Feature.INCREMENTAL_AUTHORIZATION: _FOUR - {"amex"},
    Feature.MULTICAPTURE: _FOUR | {"cartes_bancaires", "diners", "jcb", "unionpay"},
    Feature.OVERCAPTURE: _FOUR,
}
"""The networks that offer each feature."""


def offered(feature: Feature, network: str, behaviour: str) -> bool:
    """Whether an authorization through `network` of the card behind `behaviour` can have the feature.

    A card whose bank declines every increase can still be asked for one.
    """
    allowed = card_behaviour(behaviour).holds_features or feature is Feature.INCREMENTAL_AUTHORIZATION
    return allowed and network in NETWORKS[feature]

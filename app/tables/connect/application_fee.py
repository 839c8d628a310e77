"""ApplicationFee: what a platform takes of a payment that a connected account collects."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import REQUIRED, Many, given, kept, many, ref
from app.tables.columns import amount as money
from app.tables.connect.application import Application
from app.tables.resource import Resource
from app.tables.values import Value


class ApplicationFeeFeeSourceType(StrEnum):
    """What an application fee is taken of."""

    CHARGE = "charge"
    """A charge of the connected account's."""
    PAYOUT = "payout"
    """A payout of the connected account's."""


class ApplicationFeeFeeSource(Value):
    """The object that an application fee is taken of."""

    charge: str | None = given(None)
    """ID of the charge; null for a payout."""
    payout: str | None = given(None)
    """ID of the payout; null for a charge."""
    type: ApplicationFeeFeeSourceType = given()
    """Type of the object. The field with the same name has its ID."""


class ApplicationFee(Resource, table=True):
    """A platform's part of a payment that an account connected to it collects."""

    prefix: ClassVar[str] = "fee_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    # The account that the fee is taken from sees it too.
    shared_with: ClassVar[str | None] = "connected_id"
    shared_by_id: ClassVar[bool] = True
    refunds: ClassVar[Many] = many("application_fee_refund", by="fee_id", url="/v1/application_fees/{id}/refunds")
    events: ClassVar[dict[str, str]] = {
        "created": "An application fee was collected from a charge.",
        "refunded": "An application fee was refunded, fully or in part, alone or with its charge.",
    }

    connected_id: str = ref("account", name="account", back="application_fees", kind="kept")
    """Connected account that the fee is taken from."""
    amount: int = money()
    """Amount of the fee, in minor units of `currency`."""
    amount_refunded: int = money(0)
    """Amount of the fee that was refunded to the connected account, in minor units."""
    application: Application = kept(REQUIRED)
    """Application of the platform that earned the fee."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that credits the fee to the platform's balance."""
    charge_id: str = ref("charge", kind="kept")
    """Charge that the fee is taken of: one of the connected account's."""
    currency: str = kept()
    """Currency of the fee, the same as the charge's."""
    fee_source: ApplicationFeeFeeSource | None = kept()
    """Object that the fee is taken of."""
    originating_transaction_id: str | None = ref("charge", kind="kept", default=None)
    """Charge of the platform's whose transfer became the connected account's charge; null for a charge that was made on
    the connected account."""
    refunded: bool = kept(False)
    """Whether the whole fee was refunded."""

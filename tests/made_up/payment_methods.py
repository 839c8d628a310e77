"""Payment methods, made up: a table with every value that has a branch for each type, before the tables that will."""

from typing import Annotated, Any, ClassVar, TypeVar

from typing_extensions import Doc

from app.domain import crud
from app.domain.merging import merge
from app.domain.tx import Tx
from app.tables.billing.payment_method_options import (
    InvoicePaymentMethodOptions,
    InvoicePaymentMethodOptionsParams,
    SubscriptionPaymentMethodOptions,
    SubscriptionPaymentMethodOptionsParams,
)
from app.tables.checkout.session_options import (
    CheckoutSessionPaymentMethodOptions,
    CheckoutSessionPaymentMethodOptionsParams,
)
from app.tables.columns import given, kept
from app.tables.core_resources.mandate_values import MandatePaymentMethodDetails
from app.tables.core_resources.setup_attempt_values import SetupAttemptPaymentMethodDetails
from app.tables.core_resources.setup_intent_options import (
    SetupIntentPaymentMethodOptions,
    SetupIntentPaymentMethodOptionsParams,
)
from app.tables.payment_methods.branches import Branches
from app.tables.payment_methods.types.card import SetupAttemptPaymentMethodDetailsCard
from app.tables.resource import Resource

AnyBranches = TypeVar("AnyBranches", bound=Branches)


class Agreement(Resource, table=True):
    """How the types of payment method are treated everywhere."""

    prefix: ClassVar[str] = "agr_"
    events: ClassVar[dict[str, str]] = {"created": "It was made."}

    checkout: CheckoutSessionPaymentMethodOptions | None = kept()
    """How a checkout session treats them."""
    currency: str = given("usd", min_length=3, max_length=3)
    """The currency of the amounts."""
    invoice: InvoicePaymentMethodOptions | None = kept()
    """How an invoice treats them."""
    mandate: MandatePaymentMethodDetails = kept(MandatePaymentMethodDetails(type=""))
    """What a mandate shows."""
    setup: SetupIntentPaymentMethodOptions | None = kept()
    """How a setup treats them."""
    setup_attempt: SetupAttemptPaymentMethodDetails = kept(SetupAttemptPaymentMethodDetails(type=""))
    """What a setup attempt shows."""
    subscription: SubscriptionPaymentMethodOptions | None = kept()
    """How a subscription treats them."""


async def create(
    tx: Tx,
    *,
    checkout: Annotated[CheckoutSessionPaymentMethodOptionsParams | None, Doc("Settings for checkout.")] = None,
    invoice: Annotated[InvoicePaymentMethodOptionsParams | None, Doc("Settings for invoices.")] = None,
    setup: Annotated[SetupIntentPaymentMethodOptionsParams | None, Doc("Settings for setups.")] = None,
    subscription: Annotated[SubscriptionPaymentMethodOptionsParams | None, Doc("Settings for bills.")] = None,
    **values: Any,
) -> Agreement:
    """Create an agreement."""

    def shown(kind: type[AnyBranches], params: Branches | None) -> AnyBranches | None:
        return None if params is None else merge(kind, None, params)

    row = await crud.build(tx, Agreement, values)
    row.checkout = shown(CheckoutSessionPaymentMethodOptions, checkout)
    row.invoice = shown(InvoicePaymentMethodOptions, invoice)
    row.setup = shown(SetupIntentPaymentMethodOptions, setup)
    row.subscription = shown(SubscriptionPaymentMethodOptions, subscription)
    row.mandate = MandatePaymentMethodDetails.of("card", {}, type="card")
    card = SetupAttemptPaymentMethodDetailsCard(brand="visa", last4="4242")
    row.setup_attempt = SetupAttemptPaymentMethodDetails.of("card", card, type="card")
    tx.tell("created", row)
    return row

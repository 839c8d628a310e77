"""Confirmation tokens: what a customer entered, used by one confirmation of a payment or a setup."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.intents.intent import Intent
from app.domain.core_resources.intents.params import PaymentMethodData
from app.domain.payment_methods import payment_methods
from app.domain.payment_methods.behaviour import named
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.core_resources.confirmation_token import (
    ConfirmationToken,
    ConfirmationTokenCustomerAcceptance,
    ConfirmationTokenMandateData,
    ConfirmationTokenMandateDataOnline,
    ConfirmationTokenPaymentMethodOptions,
    ConfirmationTokenPaymentMethodPreview,
)
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.shapes.mandate_data import ConfirmMandateDataParams
from app.tables.shapes.shipping import Shipping

VALID = timedelta(hours=12)
"""How long a token can be used, as Stripe's."""

ConfirmationTokenId = Annotated[
    str | None,
    Id("confirmation_token"),
    Doc("What the customer entered. Other fields of the input take precedence over the token's."),
]


async def create(
    tx: Tx,
    *,
    payment_method: Annotated[
        str | None, Id("payment_method"), Doc("Payment method to confirm with. It requires a secret key.")
    ] = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: Annotated[
        ConfirmationTokenPaymentMethodOptions | None, Doc("What the customer entered for the type of payment method.")
    ] = None,
    **values: Any,
) -> ConfirmationToken:
    """Create a confirmation token in test mode, as a client library does of what a customer enters."""
    if (payment_method is None) is (payment_method_data is None):
        both = payment_method is not None
        raise InvalidRequest(
            "A confirmation token is of one payment method. Give either `payment_method` or `payment_method_data`.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE if both else ErrorCode.PARAMETER_MISSING,
            field="payment_method_data",
        )
    token = await crud.build(tx, ConfirmationToken, values)
    token.expires_at = tx.real_now + VALID
    if payment_method_data is not None:
        method = await payment_methods.prepare(tx, payment_method_data)
    else:
        method = named(tx, payment_method or "") or await tx.get(
            PaymentMethod, payment_method or "", field="payment_method", lock=False
        )
        payment_methods.must_not_be_consumed(method, field="payment_method")
    _describe(tx, token, method)
    if payment_method_options is not None:
        token.payment_method_options = payment_method_options
    return token


def may_create(_row: None, options: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a browser that names a payment method of the account's."""
    if options.get("payment_method") is not None:
        raise InvalidRequest(
            "`payment_method` requires a secret key. Give `payment_method_data`.",
            code=ErrorCode.SECRET_KEY_REQUIRED,
            field="payment_method",
        )


def _describe(tx: Tx, token: ConfirmationToken, method: PaymentMethod) -> None:
    token.payment_method_preview = ConfirmationTokenPaymentMethodPreview.of(
        method.type,
        method.details.branch(method.type),
        allow_redisplay=method.allow_redisplay,
        billing_details=method.billing_details,
        customer_id=method.customer_id,
        type=method.type,
    )
    token.payment_method_id = method.id or None
    token.behaviour, token.verified = method.behaviour, method.verified
    token.radar_options, token.method_metadata = method.radar_options, method.meta
    if method.method_type.needs_mandate or method.method_type.generates is not None:
        # The customer agrees to the debit where the client library shows its terms.
        online = ConfirmationTokenMandateDataOnline(**dict(tx.work.browser or {}))
        token.mandate_data = ConfirmationTokenMandateData(
            customer_acceptance=ConfirmationTokenCustomerAcceptance(online=online, type="online")
        )


@dataclass(frozen=True)
class Entered:
    """What the customer entered, where the request says nothing else."""

    token: ConfirmationToken | None
    values: dict[str, Any]
    """Columns of the intent."""
    mandate_data: ConfirmMandateDataParams | None
    return_url: str | None

    def used_by(self, intent: Intent) -> None:
        """Note which intent the token confirms: it can confirm no other."""
        if self.token is None:
            return
        self.token.expires_at = None
        if isinstance(intent, PaymentIntent):
            self.token.payment_intent_id = intent.id
            card = self.token.payment_method_options and self.token.payment_method_options.card
            intent.cvc_token = intent.cvc_token or (card and card.cvc_token) or None
        else:
            self.token.setup_intent_id = intent.id


async def enter(
    tx: Tx,
    id: str | None,
    values: dict[str, Any],
    *,
    intent: Intent | None,
    pays: bool,
    data: PaymentMethodData,
    mandate_data: ConfirmMandateDataParams | None,
    return_url: str | None,
) -> Entered:
    """The request's values, and beside them the token's. `intent` is None where it is about to be created.

    What the server said of a payment's shipping and future use stays. Raises InvalidRequest for a token that was used
    or has expired.
    """
    if id is None:
        return Entered(None, values, mandate_data, return_url)
    token = await tx.get(ConfirmationToken, id, field="confirmation_token")
    _must_be_fresh(tx, token)
    values = dict(values)
    if data is None and values.get("payment_method_id") is None:
        values["payment_method_id"] = token.payment_method_id or tx.add(_method_of(token)).id
    if pays:
        usage, shipping = token.setup_future_usage, token.shipping
        if usage is not None and (intent is None or getattr(intent, "setup_future_usage", None) is None):
            values.setdefault("setup_future_usage", usage)
        if shipping is not None and (intent is None or getattr(intent, "shipping", None) is None):
            values.setdefault("shipping", Shipping(**dict(shipping)))
    if token.mandate_data is not None:
        mandate_data = mandate_data or ConfirmMandateDataParams.model_validate(token.mandate_data.model_dump())
    return Entered(token, values, mandate_data, return_url or token.return_url)


def _must_be_fresh(tx: Tx, token: ConfirmationToken) -> None:
    if token.expires_at is None:
        raise InvalidRequest(
            "This confirmation token was used already, and a token confirms once. Create another one.",
            code=ErrorCode.TOKEN_ALREADY_USED,
            field="confirmation_token",
        )
    if token.expires_at <= tx.real_now:
        raise InvalidRequest(
            "This confirmation token has expired. Create another one.",
            code=ErrorCode.RESOURCE_MISSING,
            field="confirmation_token",
        )


def _method_of(token: ConfirmationToken) -> PaymentMethod:
    preview = token.payment_method_preview
    assert preview is not None
    return PaymentMethod(
        allow_redisplay=preview.allow_redisplay,
        behaviour=token.behaviour,
        billing_details=preview.billing_details,
        details=PaymentMethodDetails.of(preview.type, preview.branch(preview.type)),
        meta=token.method_metadata,
        radar_options=token.radar_options,
        type=preview.type,
        verified=token.verified,
    )

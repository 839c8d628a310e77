"""Customer sessions: what a browser may do with one customer's payment methods."""

from datetime import timedelta
from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.customer_keys import keys
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.access import KeyKind, KeyScope
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.customer_session import (
    CustomerSession,
    CustomerSessionBuyButton,
    CustomerSessionComponents,
    CustomerSessionComponentsParams,
    CustomerSessionFeature,
    CustomerSessionPaymentElement,
    CustomerSessionPaymentElementFeatures,
    CustomerSessionPricingTable,
)

VALID = timedelta(minutes=30)
"""How long a session lasts, as Stripe's do."""
OFF_FEATURES = CustomerSessionPaymentElementFeatures(payment_method_allow_redisplay_filters=[])
"""The features of a session for another component."""


async def create(
    tx: Tx,
    *,
    components: Annotated[CustomerSessionComponentsParams, Doc("The component that the session is for.")],
    customer: Annotated[str, Id("customer"), Doc("Customer that the session opens.")],
) -> CustomerSession:
    """Create a customer session: a secret with which a browser shows and saves one customer's payment methods."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            await tx.get(Customer, customer, field="customer", lock=False)
        with mistakes.noted():
            _must_enable_one(components)
        with mistakes.noted():
            _must_be_consistent(components.payment_element)
    shown = _shown(components)
    features = shown.payment_element.features or OFF_FEATURES
    expires_at = tx.real_now + VALID
    scope = _scope(customer, features)
    _, secret = keys.make(tx, KeyKind.CUSTOMER_SESSION, scope, expires_at=expires_at)
    return CustomerSession(
        client_secret=secret,
        components=shown,
        created=tx.real_now,
        customer_id=customer,
        expires_at=expires_at,
        livemode=tx.livemode,
    )


def _must_enable_one(given: CustomerSessionComponentsParams) -> None:
    enabled = [name for name, component in given if component is not None and component.enabled]
    if len(enabled) != 1:
        raise InvalidRequest(
            f"A session is for exactly one component, and {len(enabled)} are enabled. Enable `components.buy_button`, "
            "`components.payment_element` or `components.pricing_table`.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE if enabled else ErrorCode.PARAMETER_MISSING,
            field="components",
        )


def _must_be_consistent(element: CustomerSessionPaymentElement | None) -> None:
    if element is None or element.features is None:
        return
    path = "components.payment_element.features"
    features = element.features
    if not element.enabled:
        raise InvalidRequest(
            f"`{path}` are for a Payment Element that is enabled. Enable it, or omit them.",
            code=ErrorCode.PARAMETER_INVALID,
            field=path,
        )
    if features.payment_method_save_usage is not None and not _on(features.payment_method_save):
        raise InvalidRequest(
            f"`{path}.payment_method_save_usage` is for payment methods that are saved. Enable "
            f"`{path}.payment_method_save`, or omit the usage.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"{path}.payment_method_save_usage",
        )


def _on(feature: CustomerSessionFeature) -> bool:
    return feature is CustomerSessionFeature.ENABLED


def _shown(given: CustomerSessionComponentsParams) -> CustomerSessionComponents:
    element = given.payment_element or CustomerSessionPaymentElement(enabled=False)
    if element.enabled and element.features is None:
        element = CustomerSessionPaymentElement(enabled=True, features=CustomerSessionPaymentElementFeatures())
    return CustomerSessionComponents(
        buy_button=given.buy_button or CustomerSessionBuyButton(enabled=False),
        payment_element=element,
        pricing_table=given.pricing_table or CustomerSessionPricingTable(enabled=False),
    )


def _scope(customer: str, features: CustomerSessionPaymentElementFeatures) -> KeyScope:
    shown = features.payment_method_allow_redisplay_filters if _on(features.payment_method_redisplay) else []
    return KeyScope(
        customer=customer,
        redisplay=tuple(each.value for each in shown),
        limit=features.payment_method_redisplay_limit,
        save=_on(features.payment_method_save),
        remove=_on(features.payment_method_remove),
        marks=True,
    )

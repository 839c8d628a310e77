"""CustomerSession: a secret with which a browser shows and saves one customer's payment methods."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay
from app.tables.transient import Transient
from app.tables.values import Value


class CustomerSessionFeature(StrEnum):
    """Whether a component has a feature."""

    DISABLED = "disabled"
    """The component does not have the feature."""
    ENABLED = "enabled"
    """The component has the feature."""


class CustomerSessionBuyButton(Value):
    """The component with a buy button."""

    enabled: bool = given()
    """Whether the buy button is enabled."""


class CustomerSessionPricingTable(Value):
    """The component with a pricing table."""

    enabled: bool = given()
    """Whether the pricing table is enabled."""


class CustomerSessionPaymentElementFeatures(Value):
    """What the customer can do in the Payment Element, and with the session's secret."""

    payment_method_allow_redisplay_filters: list[PaymentMethodAllowRedisplay] = given(
        [PaymentMethodAllowRedisplay.ALWAYS]
    )
    """Values of `allowRedisplay` with which payment methods are shown. The default is ALWAYS alone."""
    payment_method_redisplay: CustomerSessionFeature = given(CustomerSessionFeature.DISABLED)
    """Whether saved payment methods are shown. The default is DISABLED."""
    payment_method_redisplay_limit: int | None = given(3, ge=1, le=10)
    """Maximum number of saved payment methods that are shown, the newest. The default is 3."""
    payment_method_remove: CustomerSessionFeature = given(CustomerSessionFeature.DISABLED)
    """Whether the customer can remove saved payment methods. The default is DISABLED."""
    payment_method_save: CustomerSessionFeature = given(CustomerSessionFeature.DISABLED)
    """Whether the customer can save payment methods. The default is DISABLED."""
    payment_method_save_usage: SetupFutureUsage | None = given(None)
    """Future use for which a payment saves its payment method when the customer asks for it; null unless it was given.
    The page confirms with it: `setupFutureUsage` of `paymentIntentConfirm`, and `allowRedisplay` ALWAYS."""


class CustomerSessionPaymentElement(Value):
    """The component with the Payment Element."""

    enabled: bool = given()
    """Whether the Payment Element is enabled."""
    features: CustomerSessionPaymentElementFeatures | None = given(None)
    """What the customer can do in the Payment Element; null unless it is enabled."""


class CustomerSessionComponents(Value):
    """The component that the session is for."""

    buy_button: CustomerSessionBuyButton = given()
    """The component with a buy button."""
    payment_element: CustomerSessionPaymentElement = given()
    """The component with the Payment Element."""
    pricing_table: CustomerSessionPricingTable = given()
    """The component with a pricing table."""


class CustomerSessionComponentsParams(Value, like=CustomerSessionComponents):
    """The component that the session is for: exactly one is enabled."""

    buy_button: CustomerSessionBuyButton | None = given(None)
    """The component with a buy button."""
    payment_element: CustomerSessionPaymentElement | None = given(None)
    """The component with the Payment Element."""
    pricing_table: CustomerSessionPricingTable | None = given(None)
    """The component with a pricing table."""


class CustomerSession(Transient):
    """A secret that a browser may hold: an API key to one customer, for 30 minutes."""

    client_secret: str = kept(REQUIRED)
    """Secret of the session, which is an API key. It is shown once."""
    components: CustomerSessionComponents = kept(REQUIRED)
    """The component that the session is for, with its features."""
    created: datetime = kept(REQUIRED)
    """When the session was created."""
    customer_id: str = ref("customer", kind="kept")
    """Customer that the session opens."""
    expires_at: datetime = kept(REQUIRED)
    """When the session expires."""
    livemode: bool = kept(REQUIRED)
    """Whether the session is of live mode (true) or of test mode (false)."""

"""ConfirmationToken: what a customer entered, for the server to confirm a payment or a setup with."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay, PaymentMethodType
from app.tables.resource import Resource
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from app.tables.shapes.radar_options import RadarOptions
from app.tables.texts import ReturnUrl
from app.tables.values import Hash, Value


class ConfirmationTokenMandateDataOnline(ConfirmMandateOnlineParams):
    """Details of a mandate that the customer accepted online."""


class ConfirmationTokenCustomerAcceptance(Value):
    """Details of the customer's acceptance of the mandate."""

    online: ConfirmationTokenMandateDataOnline | None = given(None)
    """Details of an online acceptance; null for others."""
    type: str = given()
    """Whether the customer accepted `online` or `offline`."""


class ConfirmationTokenMandateData(Value):
    """The customer's authorization (mandate) to debit the customer's account."""

    customer_acceptance: ConfirmationTokenCustomerAcceptance = given()
    """Details of the customer's acceptance of the mandate."""


class ConfirmationTokenCardOptions(Value):
    """Settings of the confirmation for cards."""

    cvc_token: str | None = given(None)
    """Token of the security code (CVC) that the customer entered again; null without one."""


class ConfirmationTokenPaymentMethodOptions(Value):
    """Settings of the confirmation for the type of payment method."""

    card: ConfirmationTokenCardOptions | None = given(None)
    """Settings of the confirmation for cards; null for other types."""


@branches(Face.METHOD)
class ConfirmationTokenPaymentMethodPreview(Branches, like=PaymentMethod):
    """The payment method that the confirmation will use, or create."""

    allow_redisplay: PaymentMethodAllowRedisplay | None = None
    billing_details: Hash[BillingDetails] = given(BillingDetails())
    customer_id: str | None = ref("customer", default=None)
    """Customer that the payment method is attached to; null without one."""
    type: PaymentMethodType


class ConfirmationTokenShipping(Value):
    """Shipping details of a confirmation."""

    address: Address = given()
    """Shipping address of the recipient."""
    name: str = given(max_length=5000)
    """Name of the recipient."""
    phone: str | None = given(None, max_length=20)
    """Phone number of the recipient, including the extension."""


class ConfirmationToken(Resource, table=True):
    """What a customer entered to pay or to save a payment method, for one confirmation within 12 hours."""

    prefix: ClassVar[str] = "ctoken_"
    in_real_time: ClassVar[bool] = True

    expires_at: datetime | None = kept()
    """When the token expires; null once it has been used."""
    mandate_data: ConfirmationTokenMandateData | None = kept()
    """The customer's authorization to debit the customer's account; null if the payment method needs none."""
    payment_intent_id: str | None = ref("payment_intent", back="confirmation_tokens", kind="kept", default=None)
    """The payment that the token confirmed; null until then."""
    payment_method_options: ConfirmationTokenPaymentMethodOptions | None = kept()
    """Settings of the confirmation for the type of payment method; null without any."""
    payment_method_preview: ConfirmationTokenPaymentMethodPreview | None = kept()
    """The payment method that the confirmation will use, or create."""
    return_url: ReturnUrl | None = given(None)
    """Where the customer returns to after acting on another page; null without one."""
    setup_future_usage: SetupFutureUsage | None = given(None)
    """Future use of the payment method beyond the confirmed payment; null without any."""
    setup_intent_id: str | None = ref("setup_intent", back="confirmation_tokens", kind="kept", default=None)
    """The setup that the token confirmed; null until then."""
    shipping: ConfirmationTokenShipping | None = given(None)
    """Shipping details of the payment; null without any."""
    use_stripe_sdk: bool = kept(True)
    """Whether a client library handles `next_action`."""

    payment_method_id: str | None = kept(hidden=True)
    """The payment method, where it is one that the account has already."""
    behaviour: str = kept("", hidden=True)
    """How the bank answers in test mode, as of a payment method."""
    verified: bool = kept(True, hidden=True)
    """Whether a bank account is verified to belong to the customer."""
    radar_options: RadarOptions = kept(RadarOptions(), hidden=True)
    """Those of the payment method to be created."""
    method_metadata: dict[str, str] = kept({}, hidden=True)
    """Those of the payment method to be created."""

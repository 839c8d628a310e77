"""AccountSession: a secret with which a browser does for one connected account what the session's components enable."""

from datetime import datetime

from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.payment_methods.method_type import Empty
from app.tables.transient import Transient
from app.tables.values import Value


class AccountSessionAccountFeatures(Value):
    """What the owner can do in a component about the account's details."""

    disable_stripe_user_authentication: bool = given()
    """Whether the owner gives details without signing in with the payments provider. The default is the opposite of
    `externalAccountCollection`."""
    external_account_collection: bool = given()
    """Whether the owner can give and change bank accounts and debit cards for payouts. The default is true."""


class AccountSessionAccountFeaturesParams(Value, like=AccountSessionAccountFeatures):
    """What the owner can do in a component about the account's details."""

    disable_stripe_user_authentication: bool | None = given(None)
    external_account_collection: bool | None = given(None)


class AccountSessionAccountComponent(Value):
    """A component about the account's details."""

    enabled: bool = given()
    """Whether the component is enabled."""
    features: AccountSessionAccountFeatures = given()
    """What the owner can do in the component; all false if it is not enabled."""


class AccountSessionAccountComponentParams(Value, like=AccountSessionAccountComponent):
    """A component about the account's details."""

    enabled: bool
    features: AccountSessionAccountFeaturesParams | None = given(None)
    """What the owner can do in the component."""


class AccountSessionPayoutFeatures(AccountSessionAccountFeatures):
    """What the owner can do in a component about payouts."""

    edit_payout_schedule: bool = given()
    """Whether the owner can change the payout schedule. The default is true unless the platform bears losses."""
    instant_payouts: bool = given()
    """Whether the owner can create instant payouts. The default is true unless the platform bears losses."""
    standard_payouts: bool = given()
    """Whether the owner can create standard payouts. The default is true unless the platform bears losses."""


class AccountSessionPayoutFeaturesParams(AccountSessionAccountFeaturesParams, like=AccountSessionPayoutFeatures):
    """What the owner can do in a component about payouts."""

    edit_payout_schedule: bool | None = given(None)
    instant_payouts: bool | None = given(None)
    standard_payouts: bool | None = given(None)


class AccountSessionPayoutComponent(Value):
    """A component about payouts."""

    enabled: bool = given()
    """Whether the component is enabled."""
    features: AccountSessionPayoutFeatures = given()
    """What the owner can do in the component; all false if it is not enabled."""


class AccountSessionPayoutComponentParams(Value, like=AccountSessionPayoutComponent):
    """A component about payouts."""

    enabled: bool
    features: AccountSessionPayoutFeaturesParams | None = given(None)
    """What the owner can do in the component."""


class AccountSessionPaymentFeatures(Value):
    """What the owner can do in a component about payments."""

    capture_payments: bool = given()
    """Whether the owner can capture and cancel payment intents. The default is true."""
    destination_on_behalf_of_charge_management: bool = given()
    """Whether the owner manages destination charges that the platform created on the account's behalf. These are
    objects of the platform, which the session's secret does not open. The default is false."""
    dispute_management: bool = given()
    """Whether the owner can submit evidence for disputes, and accept them. The default is true."""
    refund_management: bool = given()
    """Whether the owner can refund payments. The default is true."""


class AccountSessionPaymentFeaturesParams(Value, like=AccountSessionPaymentFeatures):
    """What the owner can do in a component about payments."""

    capture_payments: bool | None = given(None)
    destination_on_behalf_of_charge_management: bool | None = given(None)
    dispute_management: bool | None = given(None)
    refund_management: bool | None = given(None)


class AccountSessionPaymentComponent(Value):
    """A component about payments."""

    enabled: bool = given()
    """Whether the component is enabled."""
    features: AccountSessionPaymentFeatures = given()
    """What the owner can do in the component; all false if it is not enabled."""


class AccountSessionPaymentComponentParams(Value, like=AccountSessionPaymentComponent):
    """A component about payments."""

    enabled: bool
    features: AccountSessionPaymentFeaturesParams | None = given(None)
    """What the owner can do in the component."""


class AccountSessionPlainComponent(Value):
    """A component without features of its own."""

    enabled: bool = given()
    """Whether the component is enabled."""
    features: Empty = given({})
    """An empty object: the component has no features."""


class AccountSessionPlainComponentParams(AccountSessionPlainComponent):
    """A component without features of its own."""

    features: Empty | None = given(None)  # type: ignore[assignment]
    """An empty object: the component has no features."""


class AccountSessionComponents(Value):
    """The components of a session, each with whether it is enabled."""

    account_management: AccountSessionAccountComponent = given()
    """The component with which the owner changes the account's details."""
    account_onboarding: AccountSessionAccountComponent = given()
    """The component with which the owner gives the account's details at first."""
    balances: AccountSessionPayoutComponent = given()
    """The component with the account's balance."""
    documents: AccountSessionPlainComponent = given()
    """The component with the account's tax documents."""
    notification_banner: AccountSessionAccountComponent = given()
    """The component with what is required of the account."""
    payment_details: AccountSessionPaymentComponent = given()
    """The component with one payment."""
    payments: AccountSessionPaymentComponent = given()
    """The component with the account's payments."""
    payouts: AccountSessionPayoutComponent = given()
    """The component with the account's balance and payouts."""
    payouts_list: AccountSessionPlainComponent = given()
    """The component with the account's payouts alone."""
    tax_registrations: AccountSessionPlainComponent = given()
    """The component with the account's tax registrations."""
    tax_settings: AccountSessionPlainComponent = given()
    """The component with the account's tax settings."""


class AccountSessionComponentsParams(Value, like=AccountSessionComponents):
    """The components of a session: at least one is enabled."""

    account_management: AccountSessionAccountComponentParams | None = given(None)
    account_onboarding: AccountSessionAccountComponentParams | None = given(None)
    balances: AccountSessionPayoutComponentParams | None = given(None)
    documents: AccountSessionPlainComponentParams | None = given(None)
    notification_banner: AccountSessionAccountComponentParams | None = given(None)
    payment_details: AccountSessionPaymentComponentParams | None = given(None)
    payments: AccountSessionPaymentComponentParams | None = given(None)
    payouts: AccountSessionPayoutComponentParams | None = given(None)
    payouts_list: AccountSessionPlainComponentParams | None = given(None)
    tax_registrations: AccountSessionPlainComponentParams | None = given(None)
    tax_settings: AccountSessionPlainComponentParams | None = given(None)


class AccountSession(Transient):
    """A secret that a browser may hold: an API key to one connected account, for an hour."""

    holder_id: str = ref("account", kind="kept", name="account")
    """The connected account that the session opens."""
    client_secret: str = kept(REQUIRED)
    """Secret of the session, which is an API key. It is shown once."""
    components: AccountSessionComponents = kept(REQUIRED)
    """The components of the session, each with whether it is enabled."""
    expires_at: datetime = kept(REQUIRED)
    """When the session expires."""
    livemode: bool = kept(REQUIRED)
    """Whether the session is of live mode (true) or of test mode (false)."""

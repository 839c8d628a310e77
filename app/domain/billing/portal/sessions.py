"""Sessions of the customer portal: created for one customer, and opened once at an address that is soon worthless."""

import hashlib
import secrets
from datetime import timedelta
from typing import Annotated, Any

from sqlmodel import col
from typing_extensions import Doc

from app.domain.billing.portal import configurations, flows
from app.domain.mistakes import Mistakes
from app.domain.snapshot import transient_json
from app.domain.tx import Tx
from app.ids import new_id
from app.settings import public_url
from app.tables.billing.portal_access import PortalAccess
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.billing.portal_locale import BillingPortalSessionLocale
from app.tables.billing.portal_session import BillingPortalFlowParams, BillingPortalSession
from app.tables.billing.subscription import Subscription
from app.tables.columns import Id
from app.tables.connect.account import Account
from app.tables.core_resources.customer import Customer
from app.tables.resource import event_type
from app.tables.texts import Url

ADDRESS = "/p/session"
"""What the path of a session's address begins with. Events show no more of the address."""
VALID = timedelta(minutes=5)
"""How long the address can be opened, as Stripe's."""


async def create(
    tx: Tx,
    *,
    customer: Annotated[str, Id("customer"), Doc("The customer who visits the portal.")],
    configuration: Annotated[
        str | None,
        Id("billing_portal_configuration"),
        Doc("The configuration with what the customer can do. The default is the account's default configuration."),
    ] = None,
    flow_data: Annotated[
        BillingPortalFlowParams | None,
        Doc("The one thing that the session is for, which the configuration must allow; null for the whole portal."),
    ] = None,
    locale: Annotated[
        BillingPortalSessionLocale | None,
        Doc("Language of the portal. The default is the customer's preferred locales, else that of the browser."),
    ] = None,
    on_behalf_of: Annotated[
        str | None,
        Id("account"),
        Doc("The account whose subscriptions and invoices are shown. The default is to show all."),
    ] = None,
    return_url: Annotated[
        Url | None, Doc("Address that the portal leads back to. The default is that of the configuration.")
    ] = None,
) -> BillingPortalSession:
    """Create a session of the customer portal: an address for one customer, to be opened once within five minutes."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            payer = await tx.get(Customer, customer, field="customer", lock=False)
        if on_behalf_of is not None:
            with mistakes.noted():
                await tx.get(Account, on_behalf_of, field="on_behalf_of", lock=False)
        with mistakes.noted():
            allowed = await configurations.chosen(tx, configuration)
    flow = None
    if flow_data is not None:
        with Mistakes("flow_data"):
            flow = await flows.settled(tx, payer, allowed, flow_data)
    return _opened(
        tx,
        allowed,
        customer_id=payer.id,
        flow=flow,
        locale=locale,
        on_behalf_of_id=on_behalf_of,
        return_url=return_url or allowed.default_return_url,
    )


async def create_by_email(tx: Tx, configuration: BillingPortalConfiguration, email: str) -> BillingPortalSession | None:
    """Create a session for the customer with an email address, who asked for it on the login page; None without such a
    customer. Of several, as at Stripe, it is the last who was created, before all those without a subscription. The
    customer cannot change the email address there, by which they are known."""
    columns = Customer.__table__.c
    subscriptions = tx.select(Subscription, col(Subscription.id)).where(
        col(Subscription.customer_id) == columns.id, col(Subscription.status).in_(flows.CHANGEABLE)
    )
    found = tx.select(Customer, columns.id).where(
        columns.email.in_({email, email.lower()}), columns.deleted_at.is_(None)
    )
    order = (subscriptions.exists().desc(), columns.created.desc(), columns.id.desc())
    for row in await tx.rows(found.order_by(*order).limit(1)):
        return _opened(
            tx, configuration, by_email=True, customer_id=row["id"], return_url=configuration.default_return_url
        )
    return None


def address(token: str, *, livemode: bool) -> str:
    """The address that a session with this token has."""
    return f"{public_url()}{ADDRESS}/{'live' if livemode else 'test'}_{token}"


def _opened(
    tx: Tx, configuration: BillingPortalConfiguration, *, by_email: bool = False, **values: Any
) -> BillingPortalSession:
    token = new_token()
    session = BillingPortalSession(
        id=new_id(BillingPortalSession.prefix),
        configuration_id=configuration.id,
        created=tx.real_now,
        livemode=tx.livemode,
        url=address(token, livemode=tx.livemode),
        **values,
    )
    kept = session.model_dump(mode="json", exclude={"url"}) | ({"by_email": True} if by_email else {})
    tx.insert(PortalAccess(hash=digest(token), session=kept, expires_at=tx.real_now + VALID))
    # Events are kept for weeks, and read by whoever may read events: the token is only for who created the session.
    told = session.model_copy(update={"url": f"{public_url()}{ADDRESS}"})
    tx.announce(event_type(BillingPortalSession.object_name, "created"), transient_json(told), session.id)
    return session


def new_token() -> str:
    """A token for the address of a session, which nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of the token in a session's address."""
    return hashlib.sha256(token.encode()).digest()

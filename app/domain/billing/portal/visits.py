"""A customer's visit to the portal: what the configuration allows of it, and what its flow is for."""

from dataclasses import dataclass
from typing import Any

from app.domain.billing.portal.flows import CHANGEABLE
from app.domain.billing.portal.refusals import Unable
from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.billing.portal_features import BillingPortalCustomerUpdate, BillingPortalFeatures
from app.tables.billing.portal_session import BillingPortalFlowType, BillingPortalSession
from app.tables.billing.subscription import Subscription
from app.tables.core_resources.customer import Customer


@dataclass(frozen=True)
class Visit:
    """Who visits, and by which configuration. Whatever a visit does is asked for here first."""

    session: BillingPortalSession
    configuration: BillingPortalConfiguration
    customer: Customer
    by_email: bool = False
    """Whether the customer is known by the email address alone, as on the login page."""

    @property
    def features(self) -> BillingPortalFeatures:
        """What the configuration allows now: an open visit follows the configuration. Who is known by the email address
        cannot change it, as at Stripe."""
        features = self.configuration.features
        if not self.by_email:
            return features
        update = features.customer_update
        allowed = [each for each in update.allowed_updates if each is not BillingPortalCustomerUpdate.EMAIL]
        return features.model_copy(update={"customer_update": update.model_copy(update={"allowed_updates": allowed})})

    def shows(self, subscription: Subscription) -> bool:
        """Whether the subscription is one that this visit is about."""
        account = self.session.on_behalf_of_id
        return subscription.customer_id == self.customer.id and account in (None, subscription.on_behalf_of_id)

    def must_change_methods(self) -> None:
        """Raise Unable where customers cannot add, remove and choose payment methods."""
        _must(self.features.payment_method_update.enabled, "methods")
        self._must_flow(BillingPortalFlowType.PAYMENT_METHOD_UPDATE)

    def must_only_add_method(self) -> None:
        """Raise Unable in a flow: one that is about payment methods only adds one."""
        self._must_flow()

    def must_change(self, subscription: Subscription) -> None:
        """Raise Unable where customers cannot change this subscription by their own choice."""
        _must(self.features.subscription_update.enabled, "changes")
        self._must_flow(BillingPortalFlowType.SUBSCRIPTION_UPDATE, subscription)

    def must_confirm(self, subscription: Subscription) -> None:
        """Raise Unable where customers cannot confirm a change of this subscription."""
        _must(self.features.subscription_update.enabled, "changes")
        _must(self.session.flow is not None, "unprepared")
        self._must_flow(BillingPortalFlowType.SUBSCRIPTION_UPDATE_CONFIRM, subscription)

    def must_cancel(self, subscription: Subscription) -> None:
        """Raise Unable where customers cannot cancel this subscription."""
        _must(self.features.subscription_cancel.enabled, "cancellations")
        self._must_flow(BillingPortalFlowType.SUBSCRIPTION_CANCEL, subscription)

    def must_continue(self) -> None:
        """Raise Unable where customers cannot continue a subscription that is to end, or is paused."""
        _must(
            self.features.subscription_cancel.enabled or self.features.subscription_update.enabled,
            "continuing",
        )
        self._must_flow()

    def must_update(self, *details: BillingPortalCustomerUpdate) -> None:
        """Raise Unable where customers cannot change all of these details of theirs."""
        feature = self.features.customer_update
        for each in details:
            _must(feature.enabled and each in feature.allowed_updates, "details", each.value)
        self._must_flow()

    def _must_flow(self, type: BillingPortalFlowType | None = None, subscription: Subscription | None = None) -> None:
        """Raise Unable in a session whose flow is for something else, or about another subscription."""
        flow = self.session.flow
        if flow is None:
            return
        about: Any = getattr(flow, flow.type.value, None)
        same = subscription is None or (about is not None and about.subscription_id == subscription.id)
        _must(flow.type is type and same, "other_flow")


async def begin(tx: Tx, session: BillingPortalSession, *, lock: bool, by_email: bool = False) -> Visit:
    """The visit of a session, with its customer locked for a change. Raises ResourceMissing if the customer was
    deleted."""
    customer = await tx.get(Customer, session.customer_id, field="customer", lock=lock)
    configuration = await tx.get(BillingPortalConfiguration, session.configuration_id, lock=False)
    return Visit(session, configuration, customer, by_email)


async def subscription_of(tx: Tx, visit: Visit, id: str, *, lock: bool = True) -> Subscription:
    """A subscription of the visit's customer that has not ended. Raises ResourceMissing for any other."""
    found = await tx.get(Subscription, id, field="subscription", lock=lock)
    if not visit.shows(found):
        raise ResourceMissing(Subscription.object_name, id, field="subscription")
    return found


def must_be_changeable(subscription: Subscription) -> None:
    """Raise Unable for a subscription in a status in which customers cannot change it."""
    _must(subscription.status in CHANGEABLE, "status")


def _must(allowed: bool, text: str, *fields: str) -> None:
    if not allowed:
        raise Unable(text, *fields)

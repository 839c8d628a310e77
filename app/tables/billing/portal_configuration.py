"""BillingPortalConfiguration: what the customer portal shows, and what customers can do there."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.billing.portal_features import BillingPortalFeatures
from app.tables.columns import editable, given, kept
from app.tables.connect.application import Application
from app.tables.resource import Resource, Tagged
from app.tables.texts import Url
from app.tables.values import Value


class BillingPortalBusinessProfile(Value):
    """What customers read about the business in the portal."""

    headline: str | None = given(None, max_length=60)
    """Message to customers; null without one."""
    privacy_policy_url: Url | None = given(None)
    """Address of the privacy policy; null if there is none."""
    terms_of_service_url: Url | None = given(None)
    """Address of the terms of service; null if there are none."""


class BillingPortalLoginPage(Value):
    """The page where customers log in to the portal by themselves."""

    enabled: bool = given(False)
    """Whether there is a login page. The default is false."""
    url: str | None = kept()
    """Address of the login page, to be shared with all customers; null unless the page is enabled. In test mode the
    page shows the link that customers would be sent."""


class BillingPortalConfiguration(Resource, Tagged, table=True):
    """What the customer portal shows, and what customers can do there. Sessions use the default configuration, which
    an account has from the start, unless another one is named."""

    prefix: ClassVar[str] = "bpc_"
    object_name: ClassVar[str] = "billing_portal.configuration"
    path: ClassVar[str] = "/v1/billing_portal/configurations/{id}"
    in_real_time: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A configuration of the customer portal was created.",
        "updated": "A configuration of the customer portal was updated.",
    }
    __table_args__ = (
        Index(
            "billing_portal_configuration_default",
            "account_id",
            "livemode",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    active: bool = kept(True)
    """Whether new sessions can use the configuration."""
    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    business_profile: BillingPortalBusinessProfile = editable(BillingPortalBusinessProfile())
    """What customers read about the business."""
    default_return_url: Url | None = editable(None)
    """Address of the business's site, for sessions without a `returnUrl`; null for none."""
    features: BillingPortalFeatures = kept(BillingPortalFeatures())
    """What customers can do."""
    is_default: bool = kept(False)
    """Whether sessions use the configuration that name no other."""
    login_page: BillingPortalLoginPage = editable(BillingPortalLoginPage())
    """The page where customers log in by themselves."""
    updated: datetime = kept()
    """When the configuration was last updated."""

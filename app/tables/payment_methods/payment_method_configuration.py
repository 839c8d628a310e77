"""PaymentMethodConfiguration: which types of payment method are offered where a payment does not list them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.columns import editable, inline, kept, ref
from app.tables.connect.application import Application
from app.tables.payment_methods.payment_method_configuration_values import PaymentMethodConfigurationMethods
from app.tables.resource import Resource
from app.tables.shapes.payment_method_configuration_details import PaymentMethodConfigurationDetails


class PaymentMethodConfiguration(Resource, table=True):
    """The types of payment method that payments and setups with automatic payment methods offer.

    An account has a default configuration from the start, and can have others for certain payments. A configuration
    with a parent inherits from the parent what it has no preference for.
    """

    prefix: ClassVar[str] = "pmc_"
    in_real_time: ClassVar[bool] = True
    __table_args__ = (
        Index(
            "payment_method_configuration_default",
            "account_id",
            "livemode",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    created: datetime = kept(graph_only=True)
    """When the configuration was created. Stripe's JSON of a configuration has no such field."""
    active: bool = kept(True)
    """Whether new payments can use the configuration."""
    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    methods: PaymentMethodConfigurationMethods = inline(PaymentMethodConfigurationMethods())
    """What is offered, under the name of the type."""
    is_default: bool = kept(False)
    """Whether payments use the configuration that name no other."""
    name: str = editable("", max_length=100)
    """Name of the configuration. By default that of its parent."""
    parent_id: str | None = ref("payment_method_configuration", back="children", default=None)
    """The configuration that this one inherits from; null if there is none."""

    @property
    def details(self) -> PaymentMethodConfigurationDetails:
        """How an intent names the configuration that it used."""
        return PaymentMethodConfigurationDetails(id=self.id, parent=self.parent_id)

"""Link: the customer's wallet, by the email address."""

from typing import Any

from app.domain.payment_methods.behaviour import Behaviour
from app.domain.payment_methods.setups import Ready, Refused, SetupAnswer, SetupRequest
from app.domain.tx import Tx
from app.network.providers import no_processor
from app.network.settlement import HOME
from app.tables.payment_methods.method_type import Empty
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.link import LINK, PaymentMethodLink
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value


class Link(Behaviour):
    """A wallet of Link."""

    type = LINK

    def make(self, tx: Tx, params: Empty, billing: BillingDetails) -> PaymentMethod:
        return self.made(PaymentMethodLink(email=billing.email))

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        details = self.setup_details(method)
        return Refused(details, no_processor()) if tx.livemode else Ready(details)

    def charged(self, method: PaymentMethod, options: Value | None) -> dict[str, Any]:
        return {"country": method.billing_details.address.country or HOME}

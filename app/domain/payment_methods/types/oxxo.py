"""OXXO: vouchers with a number, which expire at the end of a day in Mexico."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from app.domain.payment_methods.behaviour import Behaviour
from app.domain.payment_methods.voucher import Voucher
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.vouchers import voucher_behaviour, voucher_fate
from app.tables.core_resources.payment_intent_values import PaymentIntentNextActionOxxoDisplayDetails
from app.tables.payment_methods.method_type import Empty
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.oxxo import OXXO, PaymentIntentPaymentMethodOptionsOxxo
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value

MEXICO = timedelta(hours=-6)
"""The time of Mexico City, from UTC, all year round."""
DIGITS = 14


class Oxxo(Behaviour):
    """An OXXO voucher."""

    type = OXXO

    def make(self, tx: Tx, params: Empty, billing: BillingDetails) -> PaymentMethod:
        for name in ("name", "email"):
            if not getattr(billing, name):
                raise InvalidRequest(
                    f"OXXO requires `billing_details.{name}`, of the customer who receives the voucher.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=f"billing_details.{name}",
                )
        return self.made({}, behaviour=voucher_behaviour(billing.email or ""))

    def voucher(self, tx: Tx, method: PaymentMethod, options: Value | None) -> Voucher:
        if not isinstance(options, PaymentIntentPaymentMethodOptionsOxxo):
            options = PaymentIntentPaymentMethodOptionsOxxo()
        number = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        paid, expires = voucher_fate(method.behaviour, tx.now, end_of_day(tx.now, options.expires_after_days))
        shown = partial(PaymentIntentNextActionOxxoDisplayDetails, number=number, expires_after=expires)
        return Voucher(number, expires, paid, "oxxo_display_details", lambda url: shown(hosted_voucher_url=url))


def end_of_day(now: datetime, days: int) -> datetime:
    """23:59 of the day in Mexico that many days after today."""
    there = now + MEXICO + timedelta(days=days)
    return there.replace(hour=23, minute=59, second=0, microsecond=0) - MEXICO

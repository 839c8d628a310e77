"""Payment methods, as the graph shows them."""

from functools import partial

from app.domain.core_resources.cash import balances, funding
from app.domain.core_resources.customer_keys import rules
from app.domain.payment_methods import cloning, configurations, payment_methods, renewal
from app.tables.payment_methods.cash_balance import CashBalance
from app.tables.payment_methods.customer_cash_balance_transaction import CustomerCashBalanceTransaction
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_configuration import PaymentMethodConfiguration
from schema.derive.operations import Exposed

family = (
    Exposed(
        PaymentMethod,
        create=cloning.create,
        update=payment_methods.update,
        verbs=(payment_methods.attach, payment_methods.detach, renewal.renew),
        publishable={"create": cloning.may_create},
        scoped={"create": rules.may_create, "attach": rules.may_attach, "detach": rules.may_detach},
        finds={"attach": partial(payment_methods.resolve, field="id")},
    ),
    Exposed(CashBalance, update=balances.update),
    Exposed(CustomerCashBalanceTransaction, listed=False, verbs=(funding.reverse,)),
    Exposed(PaymentMethodConfiguration, create=configurations.create, update=configurations.update),
)

"""Core resources, as the graph shows them. What is about events is in a module of its own."""

from strawberry.types.field import StrawberryField

from app.domain.connect import session_rules
from app.domain.core_resources import exchange_rates
from app.domain.core_resources.cash import funding, reconciliation
from app.domain.core_resources.cash.returns import complete_action
from app.domain.core_resources.customer_keys import ephemeral, rules, sessions
from app.domain.core_resources.customers import customers
from app.domain.core_resources.disputes import disputes
from app.domain.core_resources.disputes.made_up import dispute
from app.domain.core_resources.files import files, links
from app.domain.core_resources.intents import confirmation_tokens
from app.domain.core_resources.payments import (
    browsers,
    cancellation,
    capture,
    charges,
    confirmation,
    intents,
    microdeposits,
    refunds,
    vouchers,
)
from app.domain.core_resources.payments.authentication import complete_authentication, fail_authentication
from app.domain.core_resources.payouts import payouts
from app.domain.core_resources.setups import actions as setup_actions
from app.domain.core_resources.setups import cancellation as setup_cancellation
from app.domain.core_resources.setups import confirmation as setup_confirmation
from app.domain.core_resources.setups import setup_intents
from app.domain.core_resources.tokens import tokens
from app.domain.products import discounts
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.confirmation_token import ConfirmationToken
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.customer_session import CustomerSession
from app.tables.core_resources.dispute import Dispute
from app.tables.core_resources.ephemeral_key import EphemeralKey
from app.tables.core_resources.exchange_rate import ExchangeRateSettings
from app.tables.core_resources.file import File
from app.tables.core_resources.file_link import FileLink
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.refund import Refund
from app.tables.core_resources.setup_attempt import SetupAttempt
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.token import Token
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CustomerCashBalanceTransaction,
    CustomerCashBalanceTransactionType,
)
from schema import events
from schema import exchange_rates as exchange_rates_shown
from schema.balance import balance_field
from schema.derive.latest import latest
from schema.derive.operations import Exposed

newest_funding = latest(
    "customer_cash_balance_transaction",
    CustomerCashBalanceTransaction,
    "The transaction that added the funds; null if the transfer was refused.",
    lambda c, row: (c.customer_id == row["id"], c.type == CustomerCashBalanceTransactionType.FUNDED.value),
)
newest_dispute = latest(
    "dispute",
    Dispute,
    "The dispute that the customer brought; null if it was refused.",
    lambda c, row: (c.charge_id == row["id"],),
)

family = (
    Exposed(
        Customer,
        create=customers.create,
        update=customers.update,
        delete=customers.delete,
        verbs=(discounts.delete_discount, funding.fund_cash_balance),
        payloads={"fund_cash_balance": newest_funding},
        scoped={"update": rules.may_update},
    ),
    Exposed(
        Charge,
        create=charges.create,
        update=charges.update,
        verbs=(charges.capture, dispute),
        components={"capture": session_rules.may_capture},
        payloads={"dispute": newest_dispute},
    ),
    Exposed(
        PaymentIntent,
        create=intents.create,
        update=intents.update,
        verbs=(
            confirmation.confirm,
            capture.capture,
            cancellation.cancel,
            capture.increment_authorization,
            microdeposits.verify_microdeposits,
            complete_authentication,
            fail_authentication,
            vouchers.pay_voucher,
            vouchers.expire_voucher,
            reconciliation.apply_customer_balance,
        ),
        publishable={"confirm": browsers.may_confirm},
        components=dict.fromkeys(("capture", "cancel"), session_rules.may_capture),
    ),
    Exposed(File, create=files.create, components={"create": session_rules.may_upload}),
    Exposed(FileLink, create=links.create, update=links.update),
    Exposed(
        SetupIntent,
        create=setup_intents.create,
        update=setup_intents.update,
        verbs=(
            setup_confirmation.confirm,
            setup_cancellation.cancel,
            setup_actions.verify_microdeposits,
            setup_actions.complete_authentication,
            setup_actions.fail_authentication,
        ),
        publishable={"confirm": None},
    ),
    Exposed(SetupAttempt, found=False),
    Exposed(Mandate, listed=False),
    Exposed(
        Refund,
        create=refunds.create,
        update=refunds.update,
        verbs=(refunds.cancel, refunds.expire, complete_action),
        components={"create": session_rules.may_refund},
    ),
    Exposed(
        Dispute,
        update=disputes.update,
        verbs=(disputes.close,),
        components=dict.fromkeys(("update", "close"), session_rules.may_answer_dispute),
    ),
    Exposed(BalanceTransaction),
    Exposed(
        Payout,
        create=payouts.create,
        update=True,
        verbs=(payouts.cancel, payouts.reverse),
        components={"create": session_rules.may_pay_out},
    ),
    Exposed(ExchangeRateSettings, update=exchange_rates.update),
    Exposed(
        ConfirmationToken,
        create=confirmation_tokens.create,
        listed=False,
        publishable={"create": confirmation_tokens.may_create},
    ),
    Exposed(CustomerSession, create=sessions.create),
    Exposed(EphemeralKey, create=ephemeral.create, delete=ephemeral.delete),
    Exposed(Token, create=tokens.create, listed=False, publishable={"create": tokens.may_create}),
    *events.family,
)


def queries() -> list[StrawberryField]:
    """What is written by hand."""
    return [balance_field(), *exchange_rates_shown.queries(), *events.queries()]

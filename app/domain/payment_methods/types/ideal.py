"""iDEAL: the customer's bank reports the account that paid or was set up, which SEPA can debit later."""

from typing import Any

from app.domain.payment_methods.behaviour import Behaviour, behaviour_of
from app.domain.payment_methods.setups import Ready, Redirect, SetupAnswer, SetupRequest
from app.domain.payment_methods.types.sepa_debit import SepaDebit
from app.domain.tx import Tx
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.ideal import (
    IDEAL,
    IdealBank,
    IdealBic,
    PaymentMethodIdeal,
    PaymentMethodIdealParams,
)
from app.tables.payment_methods.types.sepa_debit import SEPA_DEBIT, SepaDebitGeneratedFrom
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value

_BICS = {
    IdealBank.ABN_AMRO: IdealBic.ABNANL2A,
    IdealBank.ASN_BANK: IdealBic.ASNBNL21,
    IdealBank.BUNQ: IdealBic.BUNQNL2A,
    IdealBank.HANDELSBANKEN: IdealBic.HANDNL2A,
    IdealBank.ING: IdealBic.INGBNL2A,
    IdealBank.KNAB: IdealBic.KNABNL2H,
    IdealBank.MONEYOU: IdealBic.MOYONL21,
    IdealBank.N26: IdealBic.NTSBDEB1,
    IdealBank.NN: IdealBic.NNBANL2G,
    IdealBank.RABOBANK: IdealBic.RABONL2U,
    IdealBank.REGIOBANK: IdealBic.RBRBNL21,
    IdealBank.REVOLUT: IdealBic.REVOLT21,
    IdealBank.SNS_BANK: IdealBic.SNSBNL2A,
    IdealBank.TRIODOS_BANK: IdealBic.TRIONL2U,
    IdealBank.VAN_LANSCHOT: IdealBic.FVLBNL22,
    IdealBank.YOURSAFE: IdealBic.BITSNL2A,
}
TEST_IBAN = "NL39RABO0300065264"
"""The account that pays in test mode."""
TEST_NAME = "Jenny Rosen"
"""The owner of that account, where the payment method names none."""


class Ideal(Behaviour):
    """A payment through iDEAL."""

    type = IDEAL

    def make(self, tx: Tx, params: PaymentMethodIdealParams, billing: BillingDetails) -> PaymentMethod:
        return self.made(PaymentMethodIdeal(bank=params.bank, bic=None if params.bank is None else _BICS[params.bank]))

    def charged(self, method: PaymentMethod, options: Value | None) -> dict[str, Any]:
        stored = method.details.get(PaymentMethodIdeal)
        # The customer who chose no bank before chooses one on the page of iDEAL.
        bank = (stored and stored.bank) or IdealBank.RABOBANK
        return {
            "bank": bank,
            "bic": _BICS[bank],
            "iban_last4": TEST_IBAN[-4:],
            "verified_name": method.billing_details.name or TEST_NAME,
        }

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        if not request.authenticated:
            return Redirect(self.setup_details(method))
        return Ready(self.setup_details(method, **self.charged(method, request.options)))

    def generated(self, tx: Tx, method: PaymentMethod, **source: str) -> PaymentMethod:
        sepa = behaviour_of(SEPA_DEBIT.name)
        assert isinstance(sepa, SepaDebit)
        return sepa.of_iban(tx.tenant.account, TEST_IBAN, generated_from=SepaDebitGeneratedFrom(**source))

"""Bank accounts in the SEPA area: created from their IBAN, and debited under a mandate with a reference."""

import secrets

from app.domain.payment_methods.behaviour import Behaviour
from app.domain.payment_methods.setups import Details, Ready, Refused, SetupAnswer, SetupRequest
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.banks import Blocked, debit_outcome
from app.network.fingerprints import fingerprint
from app.network.ibans import compact, iban_facts
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.sepa_debit import (
    SEPA_DEBIT,
    MandatePaymentMethodDetailsSepaDebit,
    PaymentMethodSepaDebit,
    PaymentMethodSepaDebitParams,
    SepaDebitGeneratedFrom,
    SepaDebitMandateOptions,
)
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value

REFERENCE_LENGTH = 16
REFERENCE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class SepaDebit(Behaviour):
    """A bank account in the SEPA area."""

    type = SEPA_DEBIT

    def make(self, tx: Tx, params: PaymentMethodSepaDebitParams, billing: BillingDetails) -> PaymentMethod:
        for name in ("name", "email"):
            if not getattr(billing, name):
                raise InvalidRequest(
                    f"A SEPA debit requires `billing_details.{name}`, of the account's owner.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=f"billing_details.{name}",
                )
        return self.of_iban(tx.tenant.account, params.iban)

    def of_iban(
        self, account_id: str, iban: str, *, generated_from: SepaDebitGeneratedFrom | None = None
    ) -> PaymentMethod:
        """A payment method of a bank account, for the merchant's account. Raises InvalidRequest for a wrong IBAN."""
        number = compact(iban)
        facts = iban_facts(number)
        account = PaymentMethodSepaDebit(
            bank_code=facts.bank_code,
            branch_code=facts.branch_code,
            country=facts.country,
            fingerprint=fingerprint(account_id, number),
            generated_from=generated_from or SepaDebitGeneratedFrom(),
            last4=facts.last4,
        )
        return self.made(account, behaviour=facts.behaviour)

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        details = self.setup_details(method)
        refusal = debit_outcome(method.behaviour, livemode=True) if tx.livemode else None
        return Refused(details, refusal.error()) if isinstance(refusal, Blocked) else Ready(details)

    def mandate_details(self, method: PaymentMethod, options: Value | None, *, url: str) -> Details:
        given = getattr(options, "mandate_options", None)
        prefix = given.reference_prefix or "" if isinstance(given, SepaDebitMandateOptions) else ""
        reference = prefix + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
        return MandatePaymentMethodDetailsSepaDebit(reference=reference, url=url)

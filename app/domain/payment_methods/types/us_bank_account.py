"""United States bank accounts: created from their numbers, and unverified until the customer verifies them."""

from app.domain.payment_methods.behaviour import Behaviour
from app.domain.payment_methods.setups import Ready, Refused, SetupAnswer, SetupRequest, VerifyDeposits
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.banks import BankFacts, Blocked, bank_by_name, bank_from_numbers, debit_outcome
from app.network.fingerprints import fingerprint
from app.tables.payment_methods.options import BankAccountVerificationMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.us_bank_account import (
    US_BANK_ACCOUNT,
    PaymentIntentPaymentMethodOptionsUsBankAccount,
    PaymentMethodUsBankAccount,
    PaymentMethodUsBankAccountParams,
    SetupIntentPaymentMethodOptionsUsBankAccount,
    UsBankAccountHolderType,
    UsBankAccountNetwork,
    UsBankAccountNetworks,
    UsBankAccountStatusDetails,
    UsBankAccountType,
)
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value


class BankAccount(Behaviour):
    """A United States bank account."""

    type = US_BANK_ACCOUNT

    def make(self, tx: Tx, params: PaymentMethodUsBankAccountParams, billing: BillingDetails) -> PaymentMethod:
        if params.financial_connections_account is not None:
            raise InvalidRequest(
                f"No such financial connections account: '{params.financial_connections_account[:40]}'. "
                "Give `routing_number` and `account_number` instead.",
                code=ErrorCode.RESOURCE_MISSING,
                field="us_bank_account.financial_connections_account",
            )
        for name in ("routing_number", "account_number", "account_holder_type"):
            if getattr(params, name) is None:
                raise InvalidRequest(
                    f"A bank account requires `{name}`.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=f"us_bank_account.{name}",
                )
        if not billing.name:
            raise InvalidRequest(
                "A bank account requires the name of its holder. Give `billing_details.name`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="billing_details.name",
            )
        routing, number = params.routing_number or "", params.account_number or ""
        facts = bank_from_numbers(
            routing,
            number,
            (params.account_holder_type or UsBankAccountHolderType.INDIVIDUAL).value,
            (params.account_type or UsBankAccountType.CHECKING).value,
        )
        return self.of_facts(tx, routing + number, facts, verified=False)

    def named(self, tx: Tx, name: str) -> PaymentMethod | None:
        found = bank_by_name(name)
        return self.of_facts(tx, found.number, found.facts, verified=True) if found else None

    def of_facts(self, tx: Tx, number: str, facts: BankFacts, *, verified: bool) -> PaymentMethod:
        """A payment method of an account that its bank knows."""
        account = PaymentMethodUsBankAccount(
            account_holder_type=UsBankAccountHolderType(facts.account_holder_type),
            account_type=UsBankAccountType(facts.account_type),
            bank_name=facts.bank_name,
            fingerprint=fingerprint(tx.tenant.account, number),
            last4=facts.last4,
            networks=UsBankAccountNetworks(
                preferred="ach", supported=[UsBankAccountNetwork(name) for name in facts.networks]
            ),
            routing_number=facts.routing_number,
            status_details=UsBankAccountStatusDetails(),
        )
        return self.made(account, behaviour=facts.behaviour, verified=verified)

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        details = self.setup_details(method)
        refusal = debit_outcome(method.behaviour, livemode=True) if tx.livemode else None
        if isinstance(refusal, Blocked):
            return Refused(details, refusal.error())
        return Ready(details) if method.verified else VerifyDeposits(details)

    def must_accept(self, method: PaymentMethod, options: Value | None) -> None:
        account = method.details.get(PaymentMethodUsBankAccount)
        status = None if account is None else account.status_details
        if status is not None and status.blocked is not None:
            raise InvalidRequest(
                "The customer's bank has blocked this account from further debits. Use another payment method.",
                code=ErrorCode.PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED,
                field="payment_method",
            )
        assert options is None or isinstance(
            options, PaymentIntentPaymentMethodOptionsUsBankAccount | SetupIntentPaymentMethodOptionsUsBankAccount
        )
        if not method.verified and options and options.verification_method is BankAccountVerificationMethod.INSTANT:
            raise InvalidRequest(
                "A manually entered bank account cannot be verified instantly. Use `verification_method` "
                "MICRODEPOSITS or AUTOMATIC.",
                code=ErrorCode.INTENT_VERIFICATION_METHOD_MISSING,
                field="payment_method_options.us_bank_account.verification_method",
            )

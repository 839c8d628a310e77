"""Bank accounts that an account is paid out to: by their numbers, or by a token."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain.connect import external_accounts, ownership
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import tokens
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.bank_accounts import BankAccountFacts, bank_account, of_behaviour
from app.network.banks import BANK_BEHAVIOURS
from app.network.fingerprints import fingerprint
from app.network.payouts import BY_TOKEN, PayoutBehaviour, to_bank
from app.tables.columns import Id, Inline
from app.tables.connect.account import Account
from app.tables.connect.bank_account import BankAccount, BankAccountExternalAccountParams, BankAccountUpdateParams
from app.tables.connect.external_account import ExternalAccountStatus
from app.tables.core_resources.payout_values import PayoutMethod
from app.tables.core_resources.token import Token, TokenBankAccount
from app.tables.core_resources.token_params import TokenBankAccountParams

FIELD = "external_account"
UNCHANGED = BankAccountUpdateParams()


async def create(
    tx: Tx,
    *,
    external_account: Annotated[
        BankAccountExternalAccountParams, Doc("Bank account that payouts are sent to, by numbers or by a token.")
    ],
    account: Annotated[
        str | None, Id("account"), Doc("Account that is paid out to it. The default is the caller's own.")
    ] = None,
    customer: Annotated[
        str | None,
        Id("customer"),
        Doc("Refused: the bank accounts of a customer are payment methods of the type US_BANK_ACCOUNT or SEPA_DEBIT."),
    ] = None,
    default_for_currency: Annotated[
        bool | None,
        Doc("Whether payouts in the currency go there by default, as they do to the first one."),
    ] = None,
    **values: Any,
) -> BankAccount:
    """Add a bank account to an account, for payouts."""
    return await external_accounts.create(
        tx, made, external_account, account=account, customer=customer, default=default_for_currency, **values
    )


async def update(
    tx: Tx, bank: BankAccount, *, changes: Annotated[BankAccountUpdateParams, Inline()] = UNCHANGED, **values: Any
) -> BankAccount:
    """Update a bank account of an account: its owner, its documents, or whether it is the default of its currency."""
    details = {name: getattr(changes, name) for name in changes.model_fields_set}
    default = details.pop("default_for_currency", None)
    documents = details.pop("documents", None)
    for name in ("account_holder_type", "account_type"):
        if details.get(name) is not None:
            details[name] = details[name].value
    with Mistakes() as mistakes:
        files = await ownership.check(tx, documents, mistakes)
        values = external_accounts.merged_metadata(bank, values, mistakes)
    account = await external_accounts.change(tx, bank, details, default=default)
    bank.__dict__.update(values)
    ownership.provide(tx, bank, files)
    external_accounts.tell(tx, account, bank)
    return bank


async def delete(tx: Tx, bank: BankAccount) -> BankAccount:
    """Delete a bank account of an account. The default of a currency can be deleted only if it is the last one, and of
    another currency than the account's default."""
    await external_accounts.delete(tx, bank)
    return bank


async def made(tx: Tx, account: Account, given: BankAccountExternalAccountParams) -> BankAccount:
    """A bank account for that account, which is not added yet. A token is used up. Raises InvalidRequest, at
    `external_account`, for what is none."""
    with Mistakes(FIELD):
        if given.token is None:
            return _of_numbers(tx, account, given)
        if given.account_number is not None or given.routing_number is not None:
            raise InvalidRequest(
                "A bank account is given by a token or by numbers, not both. Omit `token`, or the numbers.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="token",
            )
        if given.token in BY_TOKEN and not tx.livemode:
            return of_test_token(account, given)
        token = await tokens.take(tx, given.token, "bank_account", field="token")
        return _of_token(tx, account, given, token)


def of_test_token(account: Account, given: BankAccountExternalAccountParams) -> BankAccount:
    """The bank account of a test token, as one of the account's country."""
    country = given.country or account.country or "US"
    facts = of_behaviour(country.upper(), BY_TOKEN[given.token or ""])
    row = _of_facts(account, given, facts)
    row.status = ExternalAccountStatus.VERIFIED.value
    return row


def _of_numbers(tx: Tx, account: Account, given: BankAccountExternalAccountParams) -> BankAccount:
    if given.account_number is None:
        raise InvalidRequest(
            "A bank account requires `account_number`, or a `token` such as 'btok_us_verified'.",
            code=ErrorCode.PARAMETER_MISSING,
            field="account_number",
        )
    country = (given.country or account.country or "US").upper()
    return _of_facts(account, given, bank_account(country, given.routing_number, given.account_number))


def _of_token(tx: Tx, account: Account, given: BankAccountExternalAccountParams, token: Token) -> BankAccount:
    """The bank account that a browser has entered, or a payment method's, whose number nobody knows."""
    shown = token.bank_account
    assert shown is not None
    currency = given.currency or shown.currency
    opened = must_seal().open(bytes.fromhex(token.sealed), token.id) if token.sealed else None
    if opened is not None:
        entered = TokenBankAccountParams.model_validate_json(opened)
        facts = bank_account(shown.country, entered.routing_number, entered.account_number or "")
        row = _of_facts(account, given.model_copy(update={"currency": currency}), facts)
    else:
        number = BANK_BEHAVIOURS[token.behaviour].account_number if token.behaviour else None
        row = _with_payouts(_as_shown(shown, currency), to_bank(number or ""))
    row.account_holder_name = given.account_holder_name or shown.account_holder_name
    row.account_holder_type = row.account_holder_type or shown.account_holder_type
    row.account_type = shown.account_type
    return row


def _as_shown(shown: TokenBankAccount, currency: str) -> BankAccount:
    return BankAccount(
        bank_name=shown.bank_name,
        country=shown.country,
        currency=currency,
        fingerprint=shown.fingerprint,
        last4=shown.last4,
        routing_number=shown.routing_number,
        status=shown.status,
    )


def _of_facts(account: Account, given: BankAccountExternalAccountParams, facts: BankAccountFacts) -> BankAccount:
    row = BankAccount(
        account_holder_name=given.account_holder_name,
        account_holder_type=given.account_holder_type and given.account_holder_type.value,
        bank_name=facts.bank_name,
        country=facts.country,
        currency=given.currency or account.default_currency or "usd",
        fingerprint=fingerprint(account.id, f"{facts.routing_number or ''}{facts.number}"),
        last4=facts.last4,
        routing_number=facts.routing_number,
    )
    return _with_payouts(row, facts.behaviour)


def _with_payouts(row: BankAccount, behaviour: PayoutBehaviour) -> BankAccount:
    row.behaviour = behaviour.key
    row.available_payout_methods = [PayoutMethod.STANDARD, *([PayoutMethod.INSTANT] if behaviour.instant else [])]
    return row

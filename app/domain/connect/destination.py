"""The bank account or debit card that an account is given with its other details."""

from typing import TypeVar

from app.domain.connect import bank_accounts, cards
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.payouts import BY_TOKEN
from app.tables.connect.account import Account
from app.tables.connect.account_external_account import AccountExternalAccountParams, ExternalAccount
from app.tables.connect.bank_account import BankAccount, BankAccountExternalAccountParams
from app.tables.connect.card import Card, CardExternalAccountParams
from app.tables.connect.external_account import ExternalAccountParams
from app.tables.core_resources.token import Token

Part = TypeVar("Part", bound=ExternalAccountParams)
KINDS = (BankAccount.object_name, Card.object_name)
FIELD = "external_account"


async def made(tx: Tx, account: Account, given: AccountExternalAccountParams) -> ExternalAccount:
    """A bank account or card for that account, which is not added yet. A token is used up. Raises InvalidRequest, at
    `external_account`, for what cannot be paid out to."""
    kind = given.object if given.token is None else await _kind_of(tx, given.token)
    if kind == BankAccount.object_name:
        return await bank_accounts.made(tx, account, _part(BankAccountExternalAccountParams, given))
    if kind == Card.object_name:
        return await cards.made(tx, account, _part(CardExternalAccountParams, given))
    raise InvalidRequest(
        f"`{FIELD}` requires an `object`, {' or '.join(map(repr, KINDS))}, or a `token`.",
        code=ErrorCode.PARAMETER_MISSING,
        field=f"{FIELD}.object",
    )


async def _kind_of(tx: Tx, token: str) -> str:
    """What a token is of: a test token's name says so. Raises InvalidRequest for one that there is not."""
    if not tx.livemode:
        if token in BY_TOKEN:
            return BankAccount.object_name
        if cards.is_named(tx, token):
            return Card.object_name
    return (await tx.get(Token, token, field=f"{FIELD}.token", lock=False)).type


def _part(kind: type[Part], given: AccountExternalAccountParams) -> Part:
    """What was given of the fields of a bank account, or of a card."""
    return kind(**{name: getattr(given, name) for name in given.model_fields_set & kind.model_fields.keys()})

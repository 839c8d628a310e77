"""Where an account is paid out to: a bank account or a debit card, by a test token or by its numbers."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.network.payouts import BY_NUMBER, BY_TOKEN, UNLISTED, PayoutBehaviour
from app.tables.connect.account import Account
from app.tables.connect.payout_destination import AccountExternalAccountParams, PayoutDestination
from app.tables.core_resources.payout_values import PayoutType

_FIELD = "external_account"
_PREFIXES = {PayoutType.BANK_ACCOUNT: "ba_", PayoutType.CARD: "card_"}


def added(account: Account, given: AccountExternalAccountParams) -> list[PayoutDestination]:
    """The account's destinations with a new one, which is the default one of its currency, and replaces the former of
    that currency and type. Raises InvalidRequest for what no payout can be sent to."""
    behaviour = _behaviour(given, livemode=account.livemode)
    kind = PayoutType(behaviour.type)
    destination = PayoutDestination(
        id=new_id(_PREFIXES[kind]),
        behaviour=behaviour.key,
        country=given.country or account.country or "US",
        currency=given.currency or account.default_currency or "usd",
        instant=behaviour.instant,
        type=kind,
    )
    others = [
        each for each in account.payout_destinations if (each.currency, each.type) != (destination.currency, kind)
    ]
    return [destination, *others]


def _behaviour(given: AccountExternalAccountParams, *, livemode: bool) -> PayoutBehaviour:
    if given.token is not None:
        if livemode or given.token not in BY_TOKEN:
            raise InvalidRequest(
                f"No such token: '{given.token[:40]}'.", code=ErrorCode.RESOURCE_MISSING, field=f"{_FIELD}.token"
            )
        return BY_TOKEN[given.token]
    if given.object not in tuple(PayoutType):
        raise _missing("object", "an `object`, 'bank_account' or 'card', or a test token as `token`")
    if given.object == PayoutType.BANK_ACCOUNT:
        if given.account_number is None:
            raise _missing("account_number", "`account_number`")
        # What is no test account is paid: nothing is sent to any bank.
        found = BY_NUMBER.get(given.account_number.replace(" ", ""), UNLISTED)
        return found if found.type == "bank_account" else UNLISTED
    for name in ("number", "exp_month", "exp_year"):
        if getattr(given, name) is None:
            raise _missing(name, f"`{name}`")
    card = BY_NUMBER.get((given.number or "").replace(" ", "").replace("-", ""))
    if card is None or card.type != "card":
        raise InvalidRequest(
            "This card cannot receive payouts. Give the number of a test debit card, such as 4000056655665556.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"{_FIELD}.number",
        )
    return card


def _missing(name: str, needed: str) -> InvalidRequest:
    return InvalidRequest(f"`{_FIELD}` requires {needed}.", code=ErrorCode.PARAMETER_MISSING, field=f"{_FIELD}.{name}")

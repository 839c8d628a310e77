"""Tokens of accounts and of persons: what an owner's browser sent, in place of the platform's server."""

from typing import TypeVar

from app.domain.payment_methods import tokens
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.person import PersonParams
from app.tables.core_resources.token import Token
from app.tables.core_resources.token_params import TokenAccountParams
from app.tables.core_resources.token_people import TokenPersonParams
from app.tables.values import Value

Sealed = TypeVar("Sealed", bound=Value)


async def person(tx: Tx, given: PersonParams, token: str | None) -> TokenPersonParams:
    """A person's details, those of a token beneath those that are given. The token is used up. Raises InvalidRequest,
    at `person_token`, for one that is none of a person."""
    if token is None:
        return given
    _, found = await _taken(tx, token, "person", TokenPersonParams)
    return found.model_copy(update={name: getattr(given, name) for name in given.model_fields_set})


async def account(tx: Tx, token: str) -> tuple[Token, TokenAccountParams]:
    """A token of an account, which is used up, and what is in it. Raises InvalidRequest, at `account_token`."""
    return await _taken(tx, token, "account", TokenAccountParams)


async def _taken(tx: Tx, id: str, kind: str, of: type[Sealed]) -> tuple[Token, Sealed]:
    token = await tokens.take(tx, id, kind, field=f"{kind}_token")
    opened = must_seal().open(bytes.fromhex(token.sealed), token.id) if token.sealed else None
    if opened is None:
        raise InvalidRequest(
            "What was in this token is no longer readable. Create another one.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"{kind}_token",
        )
    token.sealed = None
    return token, of.model_validate_json(opened)

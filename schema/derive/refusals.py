"""Refusals as the graph tells them: a row for each mistake, with names as the graph has them."""

import re
from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from app.error_codes import ErrorCode
from app.errors import ErrorType, Refusal
from schema.derive.enums import graph_enum

graph_enum(ErrorType)
graph_enum(ErrorCode)

DECLINE_CODES = (
    "approve_with_id, authentication_not_handled, authentication_required, call_issuer, card_not_supported, "
    "card_velocity_exceeded, currency_not_supported, do_not_honor, do_not_try_again, duplicate_transaction, "
    "expired_card, fraudulent, generic_decline, incorrect_address, incorrect_cvc, incorrect_number, incorrect_pin, "
    "incorrect_zip, insufficient_funds, invalid_account, invalid_amount, invalid_cvc, invalid_expiry_month, "
    "invalid_expiry_year, invalid_number, invalid_pin, issuer_not_available, lost_card, merchant_blacklist, "
    "mobile_device_authentication_required, new_account_information_available, no_action_taken, not_permitted, "
    "offline_pin_required, online_or_offline_pin_required, pickup_card, pin_try_exceeded, processing_error, "
    "reenter_transaction, restricted_card, revocation_of_all_authorizations, revocation_of_authorization, "
    "security_violation, service_not_allowed, stolen_card, stop_payment_order, testmode_decline, "
    "transaction_not_allowed, try_again_later, withdrawal_count_limit_exceeded"
)


@strawberry.type(description="A mistake that the caller could foresee and can correct, or a payment that was declined.")
class UserError:
    type: ErrorType = strawberry.field(description="The sort of error, in Stripe's words.")
    code: ErrorCode = strawberry.field(description="Why the input was refused, for programs to act on.")
    decline_code: str | None = strawberry.field(
        description="Reason of the issuer's decline, where the issuer gave one; not for the payer. Known values: "
        f"{DECLINE_CODES}."
    )
    message: str = strawberry.field(
        description="A sentence that can be shown: to the payer, where `type` is `CARD_ERROR`; else to a developer."
    )
    field: str | None = strawberry.field(
        description="The path of the argument's or the input's field, with the places of entries from 0: "
        "`shipping.address.line1`, `preferredLocales.1`. Null where it is about no single field."
    )
    doc_url: str | None = strawberry.field(
        description="The page of Stripe's documentation on `code`; null for codes beyond Stripe's."
    )


def user_errors(refusal: Refusal, fields: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A row for each thing that was refused, in the order of the input's `fields`, which are in Stripe's names."""
    places = {name: place for place, name in enumerate(fields)}

    def place(each: Refusal) -> int:
        return places.get((each.field or "").partition(".")[0], len(places))

    return [_user_error(each) for each in sorted(refusal.each, key=place)]


def _user_error(refusal: Refusal) -> dict[str, Any]:
    return {
        "type": refusal.type.value,
        "code": refusal.code.value,
        "decline_code": refusal.decline_code,
        "message": in_graph_words(refusal.message),
        "field": graph_path(refusal.field) if refusal.field else None,
        "doc_url": refusal.doc_url,
    }


_NAMES = re.compile(r"`([^`\s]+)`")


def in_graph_words(message: str) -> str:
    """A sentence in which the names in backticks, which are Stripe's, are written as the graph has them."""
    return _NAMES.sub(lambda name: f"`{graph_path(name[1])}`", message)


def graph_path(path: str) -> str:
    """A path of Stripe's names as the graph has them. The keys of `metadata` are the caller's own, and stay."""
    steps = path.split(".")
    named = steps.index("metadata") + 1 if "metadata" in steps else len(steps)
    return ".".join([*map(to_camel_case, steps[:named]), *steps[named:]])

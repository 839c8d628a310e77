"""What the secret of an account session may do: each rule raises Forbidden for the rest."""

from collections.abc import Collection, Mapping
from typing import Any

from app.errors import Forbidden
from app.tables.access import Components
from app.tables.core_resources.file import FilePurpose
from app.tables.core_resources.payout_values import PayoutMethod

COLLECTING = frozenset({"account_management", "account_onboarding", "notification_banner"})
"""Components in which owners give what is required of them."""
DETAILS = frozenset(
    {"business_profile", "business_type", "company", "documents", "email", "individual", "tos_acceptance"}
)
"""What owners say of their account themselves."""
_DOCUMENTS = (FilePurpose.ACCOUNT_REQUIREMENT, FilePurpose.ADDITIONAL_VERIFICATION, FilePurpose.IDENTITY_DOCUMENT)


def may_update(components: Components, _row: Any, given: Mapping[str, Any]) -> None:
    """The account, in what its owner is asked; its payout schedule and where it is paid out to by their features."""
    settings = given.get("settings")
    payouts = settings and settings.payouts
    asked = {"payments", "card_payments"} if _collects(components) else set()
    if _has(components, "edit_payout_schedule"):
        asked.add("payouts")
    allowed = DETAILS if _collects(components) else frozenset()
    if _has(components, "external_account_collection"):
        allowed |= {"external_account"}
    _must(
        given.keys() <= allowed | {"settings"}
        and (settings is None or settings.model_fields_set <= asked)
        and (payouts is None or payouts.model_fields_set <= {"schedule"})
    )


def may_name_person(components: Components, _row: Any, given: Mapping[str, Any]) -> None:
    """A person behind the account, but for the platform's notes."""
    _must(_collects(components) and "metadata" not in given and "meta" not in given)


def may_be_paid_out_to(components: Components, _row: Any, given: Mapping[str, Any]) -> None:
    """A bank account or card of the account, but for the platform's notes."""
    _must(
        _has(components, "external_account_collection")
        and given.get("customer") is None
        and given.keys().isdisjoint({"metadata", "meta"})
    )


def may_upload(components: Components, _row: None, given: Mapping[str, Any]) -> None:
    """A document that is required, or evidence in a dispute."""
    purposes: Collection[Any] = _DOCUMENTS if _collects(components) else ()
    if _has(components, "dispute_management"):
        purposes = (*purposes, FilePurpose.DISPUTE_EVIDENCE)
    _must(given.get("purpose") in purposes and given.get("file_link_data") is None)


def may_pay_out(components: Components, _row: None, given: Mapping[str, Any]) -> None:
    """Funds of the account, as fast as its features say."""
    feature = "instant_payouts" if given.get("method") is PayoutMethod.INSTANT else "standard_payouts"
    _must(_has(components, feature) and given.keys() <= _PAYOUT)


_PAYOUT = {"amount", "currency", "destination", "method", "source_type", "statement_descriptor"}


def may_refund(components: Components, _row: None, given: Mapping[str, Any]) -> None:
    """A payment. What becomes of the platform's fee is the platform's to say."""
    _must(_has(components, "refund_management") and given.keys() <= _REFUND)


_REFUND = {"amount", "charge", "charge_id", "payment_intent", "payment_intent_id", "reason"}


def may_capture(components: Components, _row: Any, given: Mapping[str, Any]) -> None:
    """What was authorized, or a part of it; or cancel it."""
    _must(_has(components, "capture_payments") and given.keys() <= _CAPTURE)


_CAPTURE = {"amount", "amount_to_capture", "cancellation_reason"}


def may_answer_dispute(components: Components, _row: Any, given: Mapping[str, Any]) -> None:
    """With evidence, or by accepting it."""
    _must(_has(components, "dispute_management") and given.keys() <= {"evidence", "submit"})


def _collects(components: Components) -> bool:
    return not COLLECTING.isdisjoint(components.enabled)


def _has(components: Components, feature: str) -> bool:
    return feature in components.features


def _must(allowed: bool) -> None:
    if not allowed:
        raise Forbidden(
            "The components of this account session do not allow this. Create a session whose components do, or use a "
            "secret key, and keep it on your server."
        )

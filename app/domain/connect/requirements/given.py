"""Whether an account, or a person, has what a path asks for."""

from typing import Any

from app.domain.connect.account_settings import NAMELESS
from app.domain.connect.requirements.rules import OF_POSTAL_CODE
from app.tables.connect.account import Account
from app.tables.connect.person import Person

_PROVIDED = {"id_number": "id_number_provided", "tax_id": "tax_id_provided", "vat_id": "vat_id_provided"}
"""What is never shown, with what says that it was provided."""


def account_has(account: Account, path: str, *, paid_out: bool) -> bool:
    """Whether an account has what a path asks for, such as `company.tax_id`; `paid_out` where it has a bank account or
    a card."""
    if path == "external_account":
        return paid_out
    if path in account.provided:
        return True
    if path == "settings.payments.statement_descriptor":
        return account.settings.payments.statement_descriptor not in (None, NAMELESS)
    return _has(account, path)


def person_has(person: Person, path: str) -> bool:
    """Whether a person has what a path asks for, such as `dob.day`."""
    if path.startswith("documents."):
        return path.split(".")[1] in person.documents
    if path == "ssn_last_4":
        return bool(person.ssn_last_4_provided or person.id_number_provided or _has(person, "verification.document"))
    return _has(person, path)


def _has(holder: Any, path: str) -> bool:
    *above, name = path.split(".")
    for word in above:
        holder = getattr(holder, word, None)
        if holder is None:
            return False
    if name in ("document", "additional_document"):
        document = getattr(holder, name)
        return document is not None and document.front_id is not None
    if above and above[-1] in ("address_kana", "address_kanji") and name in OF_POSTAL_CODE and holder.postal_code:
        return True
    value = getattr(holder, _PROVIDED.get(name, name), None)
    # Not to have other names, or to be no executive, is known too.
    return value not in (None, "") and ((not name.endswith("_provided") and name not in _PROVIDED) or value is True)

"""Tax IDs: added to a customer or to the account, and verified by what the tax authority answers."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.tax_ids import forms, of_account
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.network import tax_authorities
from app.network.delays import HURRIED
from app.network.tax_authorities import Finding
from app.tables.billing.tax_id import (
    TaxId,
    TaxIdOwner,
    TaxIdOwnerType,
    TaxIdVerification,
    TaxIdVerificationStatus,
)
from app.tables.connect.account import Account
from app.tables.connect.application import Application
from app.tables.core_resources.customer import Customer
from app.tables.resource import Resource
from app.tables.shapes.tax_ids import TaxIdentityParams, TaxIdType

VERIFIED = {TaxIdType.AU_ABN, TaxIdType.EU_VAT, TaxIdType.GB_VAT}
"""Types whose authority is asked."""
OWNERS: dict[TaxIdOwnerType, type[Resource]] = {TaxIdOwnerType.ACCOUNT: Account, TaxIdOwnerType.CUSTOMER: Customer}
"""Types of owners that are named, each with its table."""
ELSEWHERE = {"EL": "GR", "XI": "GB"}
"""Countries whose VAT numbers begin with other letters."""

FOUND = {
    Finding.REGISTERED: TaxIdVerificationStatus.VERIFIED,
    Finding.UNKNOWN: TaxIdVerificationStatus.UNVERIFIED,
    Finding.NO_ANSWER: TaxIdVerificationStatus.UNAVAILABLE,
    Finding.SILENT: TaxIdVerificationStatus.PENDING,
}


async def create(
    tx: Tx,
    *,
    owner: Annotated[
        TaxIdOwner | None,
        Doc("Owner of the tax ID, by default the account. Omit it if `customer` is given."),
    ] = None,
    **values: Any,
) -> TaxId:
    """Add a tax ID to a customer, or to the account."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            whose = await _owner(tx, values.get("customer_id"), owner)
        with mistakes.noted():
            check(tx, values["type"], values["value"])
    return await _build(tx, whose, values["type"], values["value"])


async def add(tx: Tx, customer: Customer, given: TaxIdentityParams) -> TaxId:
    """Add a tax ID, which was checked, to a customer."""
    owner = TaxIdOwner(type=TaxIdOwnerType.CUSTOMER, customer_id=customer.id)
    return await _build(tx, owner, given.type, given.value)


async def delete(tx: Tx, tax_id: TaxId) -> TaxId:
    """Remove a tax ID from its customer, or from the account."""
    tx.tell("customer.tax_id.deleted", tax_id)
    if tax_id.customer_id is None:
        await of_account.forget(tx, tax_id)
    tx.delete(tax_id)
    return tax_id


def check(tx: Tx, type: TaxIdType, value: str, field: str = "value") -> None:
    """Raise InvalidRequest for a number that does not have the form of its type. Test numbers need none in test
    mode."""
    if not (tax_authorities.magic(value) and not tx.livemode) and not forms.is_well_formed(type, value):
        raise InvalidRequest(
            f"`{field}` does not have the form of a tax ID of type {shown(type)}: '{value}'. Check its length and "
            "characters.",
            code=ErrorCode.TAX_ID_INVALID,
            field=field,
        )


def country_of(type: TaxIdType, value: str) -> str | None:
    """The country of a number, by two letters; None for a number of the whole European Union, or an unknown one."""
    if type in (TaxIdType.EU_OSS_VAT, TaxIdType.UNKNOWN):
        return None
    letters = (value if type is TaxIdType.EU_VAT else type.value)[:2].upper()
    return ELSEWHERE.get(letters, letters) if letters.isalpha() else None


async def _owner(tx: Tx, customer_id: str | None, given: TaxIdOwner | None) -> TaxIdOwner:
    """Whose a new tax ID is. Raises InvalidRequest for an owner who is not named as its type needs."""
    if customer_id is not None:
        if given is not None:
            raise InvalidRequest(
                "Give `customer` or `owner`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="owner"
            )
        await tx.get(Customer, customer_id, field="customer", lock=False)
        return TaxIdOwner(type=TaxIdOwnerType.CUSTOMER, customer_id=customer_id)
    owner = given or TaxIdOwner(type=TaxIdOwnerType.SELF)
    platform = tx.work.platform
    if owner.type is TaxIdOwnerType.APPLICATION and platform is None:
        raise InvalidRequest(
            "`owner.type` APPLICATION needs the key of an application that acts for the account. Use SELF or CUSTOMER.",
            code=ErrorCode.PARAMETER_INVALID,
            field="owner.type",
        )
    ids = {type: owner[f"{type}_id"] for type in OWNERS}
    with Mistakes() as mistakes:
        for type, id in ids.items():
            if id is not None and owner.type is not type:
                mistakes.add(
                    InvalidRequest(
                        f"`owner.{type}` requires `owner.type` {shown(type)}.",
                        code=ErrorCode.PARAMETER_UNKNOWN,
                        field=f"owner.{type}",
                    )
                )
    if owner.type is TaxIdOwnerType.APPLICATION and platform is not None:
        return TaxIdOwner(type=owner.type, application=Application.of(platform))
    if owner.type in OWNERS:
        field, id = f"owner.{owner.type}", ids[owner.type]
        if id is None:
            raise InvalidRequest(
                f"`owner.type` {shown(owner.type)} needs `{field}`.", code=ErrorCode.PARAMETER_MISSING, field=field
            )
        await tx.get(OWNERS[owner.type], id, field=field, lock=False)
    return owner


async def _build(tx: Tx, owner: TaxIdOwner, type: TaxIdType, value: str) -> TaxId:
    row = await crud.build(
        tx,
        TaxId,
        {
            "country": country_of(type, value),
            "customer_id": owner.customer_id,
            "owner": owner,
            "type": type,
            "value": value,
        },
    )
    if row.customer_id is not None:
        asked = type in VERIFIED
        status = TaxIdVerificationStatus.PENDING if asked else TaxIdVerificationStatus.UNAVAILABLE
        row.verification = TaxIdVerification(status=status)
        if asked:
            tx.wake(tx.now + HURRIED, verify, row)
    # Stripe tells of the account's own tax IDs by the same types of events.
    tx.tell("customer.tax_id.created", row)
    return row


@job("tax_id.verify", TaxId)
async def verify(tx: Tx, tax_id: TaxId) -> None:
    """The tax authority answers about a customer's number."""
    genuine = forms.can_exist(tax_id.type, tax_id.value)
    answer = tax_authorities.ask(tax_id.value, can_exist=genuine, country=tax_id.country)
    status = FOUND[answer.finding]
    if status is TaxIdVerificationStatus.PENDING:
        return
    tax_id.verification = TaxIdVerification(status=status, verified_address=answer.address, verified_name=answer.name)
    tx.tell("customer.tax_id.updated", tax_id)

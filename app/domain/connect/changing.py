"""Changing an account: what a platform, or the owner, gives is checked as a whole, and laid over what is known."""

from dataclasses import dataclass
from typing import Any, cast

from app.domain import crud
from app.domain.connect import account_files, destination, external_accounts, owner_tokens
from app.domain.connect.account_settings import check_settings, merged
from app.domain.connect.person_details import check_phone, give
from app.domain.connect.persons import must_have_room
from app.domain.connect.requirements import checks
from app.domain.connect.requirements.following import have_checked, request
from app.domain.core_resources.tax_ids import of_account
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.network import identity
from app.tables.connect.account import Account, AccountBusinessType, AccountTosAcceptance
from app.tables.connect.account_capabilities import AccountCapabilitiesParams
from app.tables.connect.account_company import (
    AccountCompany,
    AccountCompanyOwnershipDeclaration,
    AccountCompanyParams,
)
from app.tables.connect.account_documents import AccountDocuments
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_settings import AccountSettingsParams
from app.tables.connect.capability import Capability
from app.tables.connect.person import Person, PersonRelationship
from app.tables.core_resources.token_people import TokenIndividualParams

NOT_GIVEN = AccountExternalAccountParams()
_AGREEMENTS = ("full", "recipient")
_LAID_OVER = ("business_profile", "groups", "tos_acceptance")
"""Hashes of which an update changes only the given fields."""
_KEPT_FROM_SIGHT = {
    "export_license_id": "company.export_license_id",
    "registration_number": "company.registration_number",
    "vat_id": "company.business_vat_id_number",
}
"""What is given of a company, with the path by which it is asked for where that is not its own."""


@dataclass(frozen=True)
class Owner:
    """What is given of the owner of an account."""

    values: dict[str, Any]
    """By column."""
    company: AccountCompanyParams | None
    individual: TokenIndividualParams | None

    async def with_token(self, tx: Tx, id: str) -> "Owner":
        """The same, with what is in a token where nothing is given. The token is used up."""
        token, found = await owner_tokens.account(tx, id)
        values = {**self.values}
        if found.business_type is not None:
            values.setdefault("business_type", found.business_type)
        if found.tos_shown_and_accepted:
            accepted = AccountTosAcceptance(date=token.created, ip=token.client_ip)
            values.setdefault("tos_acceptance", accepted)
        company, individual = self.company, self.individual
        if found.company is not None:
            given = {name: getattr(found.company, name) for name in found.company.model_fields_set}
            if given.pop("ownership_declaration_shown_and_signed", None):
                declared = AccountCompanyOwnershipDeclaration(date=token.created, ip=token.client_ip)
                given["ownership_declaration"] = declared
            company = AccountCompanyParams(**given | _given(company))
        if found.individual is not None:
            individual = found.individual.model_copy(update=_given(individual))
        return Owner(values, company, individual)


def _given(value: AccountCompanyParams | TokenIndividualParams | None) -> dict[str, Any]:
    return {} if value is None else {name: getattr(value, name) for name in value.model_fields_set}


async def change(
    tx: Tx,
    account: Account,
    owner: Owner,
    *,
    capabilities: AccountCapabilitiesParams | None,
    documents: AccountDocuments | None,
    external_account: AccountExternalAccountParams | None,
    settings: AccountSettingsParams | None,
    caller: Tx,
) -> list[Person]:
    """Change a row of the tenant's to the caller's values; `caller` has the tokens and files that they name. The
    persons that are added with it. What follows, and the events of the account and of these persons, are the caller's.
    Raises InvalidRequest for all mistakes."""
    paid_out_to, values, company, added = None, dict(owner.values), owner.company, list[Person]()
    before = cast(Account | None, tx.work.former(account))
    with Mistakes() as mistakes:
        _check(tx, values, company, mistakes)
        if settings is not None:
            with mistakes.noted():
                values["settings"] = check_settings(merged(account.settings, settings))
            await _check_settings(tx, settings, mistakes)
        if company is not None and company.verification is not None:
            await account_files.check_verification(tx, company.verification, mistakes, caller=caller)
        if documents is not None:
            await account_files.check_documents(tx, documents, mistakes, caller=caller)
        if external_account is not NOT_GIVEN and external_account is not None:
            with mistakes.noted():
                paid_out_to = await destination.made(caller, account, external_account)
        business = values.get("business_type", account.business_type)
        if owner.individual is not None:
            with mistakes.noted():
                added = await _individual(tx, account, owner.individual, business, caller=caller)
    for name in [each for each in _LAID_OVER if values.get(each) is not None]:
        values[name] = merge(type(values[name]), getattr(account, name), values[name])
    if company is not None:
        values["company"] = _company(account.company, company)
    if "business_type" in values:
        await _have_represented(tx, account, business)
    if external_account is not NOT_GIVEN:
        await external_accounts.replace(tx, account, paid_out_to)
    await crud.amend(tx, account, values)
    had = await tx.find(Capability, holder_id=account.id) if capabilities is not None else []
    for name, asked in capabilities or ():
        if asked is not None and asked.requested is not None:
            request(tx, account, had, name, asked.requested)
    _provide(account, company, documents)
    if account.platform_id is not None:
        _have_verified(tx, account, before, company)
    return added


async def _check_settings(tx: Tx, settings: AccountSettingsParams, mistakes: Mistakes) -> None:
    if settings.invoices is not None:
        own = settings.invoices.default_account_tax_ids or ()
        await of_account.check(tx, own, "settings.invoices.default_account_tax_ids", mistakes)
    if settings.branding is not None:
        await account_files.check_branding(tx, settings.branding, mistakes)


async def _individual(
    tx: Tx, account: Account, given: TokenIndividualParams, business: AccountBusinessType | None, *, caller: Tx
) -> list[Person]:
    """Lay what is given over the individual, who is made and returned if there is none yet."""
    if business not in (None, AccountBusinessType.INDIVIDUAL):
        raise InvalidRequest(
            "`individual` is for the business type INDIVIDUAL alone. Give the persons of a company with personCreate.",
            code=ErrorCode.PARAMETER_INVALID,
            field="individual",
        )
    if account.individual_id is not None:
        person = await tx.get(Person, account.individual_id)
        await give(tx, account, person, given, before=Person(**person.__dict__), caller=caller, field="individual")
        return []
    must_have_room(await tx.find(Person, holder_id=account.id))
    represents = PersonRelationship(representative=True)
    person = tx.add(Person(holder_id=account.id, platform_id=account.platform_id, relationship=represents))
    account.individual_id = person.id
    await give(tx, account, person, given, before=None, caller=caller, field="individual")
    return [person]


async def _have_represented(tx: Tx, account: Account, business: AccountBusinessType | None) -> None:
    """Whoever does business alone represents the company that it becomes, and the other way round."""
    if business is not AccountBusinessType.INDIVIDUAL:
        account.individual_id = None
    elif account.individual_id is None:
        for person in await tx.find(Person, holder_id=account.id):
            if person.relationship is not None and person.relationship.representative:
                account.individual_id = person.id


def _company(old: AccountCompany | None, given: AccountCompanyParams) -> AccountCompany:
    """The company; of the tax and VAT numbers, only whether they were provided."""
    company = merge(AccountCompany, old, given)
    provided = {
        f"{name}_provided": getattr(given, name) is not None for name in given.model_fields_set & {"tax_id", "vat_id"}
    }
    return company.model_copy(update=provided)


def _provide(account: Account, company: AccountCompanyParams | None, documents: AccountDocuments | None) -> None:
    """Note what is never shown."""
    files = {f"documents.{name}.files" for name, given in documents or () if given is not None and given.files}
    numbers = {path for name, path in _KEPT_FROM_SIGHT.items() if company is not None and getattr(company, name)}
    if files or numbers:
        account.provided = sorted({*account.provided, *files, *numbers})


def _have_verified(tx: Tx, account: Account, before: Account | None, company: AccountCompanyParams | None) -> None:
    began = checks.of_account(tx, account, before, company)
    checks.begin(account, began)
    if company is not None and company.tax_id == identity.AT_ONCE:
        checks.finish(account)
    elif began:
        have_checked(tx, account)


def _check(tx: Tx, values: dict[str, Any], company: AccountCompanyParams | None, mistakes: Mistakes) -> None:
    """Note values that an account cannot have."""
    if values.get("default_currency", "") is None:
        mistakes.add(
            InvalidRequest(
                "`default_currency` cannot be removed, only changed.",
                code=ErrorCode.PARAMETER_INVALID_EMPTY,
                field="default_currency",
            )
        )
    terms = values.get("tos_acceptance")
    if terms is not None and terms.service_agreement not in (None, *_AGREEMENTS):
        mistakes.add(
            InvalidRequest(
                f"`tos_acceptance.service_agreement` must be {' or '.join(map(shown, _AGREEMENTS))}.",
                code=ErrorCode.PARAMETER_INVALID,
                field="tos_acceptance.service_agreement",
            )
        )
    if terms is not None and terms.date is not None and terms.date > tx.real_now:
        mistakes.add(
            InvalidRequest(
                "`tos_acceptance.date` must be past.", code=ErrorCode.PARAMETER_INVALID, field="tos_acceptance.date"
            )
        )
    profile = values.get("business_profile")
    check_phone(profile and profile.support_phone, "business_profile.support_phone", mistakes)
    check_phone(None if company is None else company.phone, "company.phone", mistakes)

"""What an account is asked for, as Stripe's paths, by its country, its type of business and its capabilities."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from app.domain.connect.requirements import rules
from app.domain.connect.requirements.rules import COMPANY, INDIVIDUAL, UNKNOWN, among, covers, paths
from app.network import identity
from app.tables.connect.account import (
    Account,
    AccountBusinessType,
    AccountControllerRequirementCollection,
    AccountType,
)
from app.tables.connect.account_company import AccountCompanyStructure
from app.tables.connect.country_specs import country_specs

Paths = frozenset[str]
NOTHING: Paths = frozenset()


@dataclass(frozen=True)
class Asked:
    """What a capability asks for."""

    now: Paths
    """What is due from the start."""
    eventually: Paths = NOTHING
    """What is due later."""
    next: Paths = NOTHING
    """What announced rules ask for."""
    next_at_once: Paths = NOTHING
    """Of that, what is due as soon as they take effect."""

    def __or__(self, other: "Asked") -> "Asked":
        return Asked(
            self.now | other.now,
            self.eventually | other.eventually,
            self.next | other.next,
            self.next_at_once | other.next_at_once,
        )

    def without(self, group: Paths) -> "Asked":
        """The same but for what is of a group."""
        parts = (self.now, self.eventually, self.next, self.next_at_once)
        return Asked(*(frozenset(path for path in part if not covers(group, path)) for part in parts))

    def at_once(self, besides: Paths) -> "Asked":
        """The same, with what is due later due from the start, and more besides."""
        return Asked(self.now | self.eventually | besides, NOTHING, self.next, self.next_at_once)


def business_of(account: Account) -> str:
    """The type of business as far as requirements differ."""
    if account.business_type is None:
        return UNKNOWN
    return INDIVIDUAL if account.business_type is AccountBusinessType.INDIVIDUAL else COMPANY


def is_recipient(account: Account) -> bool:
    """Whether the account is only paid out: by the agreement that was accepted, or as its country has no other."""
    terms = account.tos_acceptance
    return (terms is not None and terms.service_agreement == "recipient") or (account.country or "US") not in _specs()


def asked_of(account: Account, capability: str) -> Asked:
    """What a capability asks of an account."""
    if account.type is AccountType.STANDARD:
        return Asked(paths(rules.STANDARD))
    found = _of_normal_risk(account, capability)
    return found.at_once(paths(rules.HIGH_RISK[business_of(account)])) if is_high_risk(account) else found


def is_high_risk(account: Account) -> bool:
    """Whether the risk of the business is rated as high, which the test values of its name decide."""
    names = [each.name for each in (account.business_profile, account.company) if each is not None]
    return not account.livemode and identity.is_high_risk(*names)


def _of_normal_risk(account: Account, capability: str) -> Asked:
    """What a capability asks of a business of normal risk."""
    country, business = account.country or "US", business_of(account)
    if is_recipient(account):
        return _of_recipients(country, business)
    found = _of_country(country, business)
    if capability == "transfers":
        found = found.without(frozenset(rules.NOT_FOR_TRANSFERS))
    if _is_sole(account):
        besides = among(rules.EVENTUALLY_OF_SOLE_PROPRIETORS, country, business)
        found = found.without(paths(rules.NO_OWNERS)) | Asked(NOTHING, besides)
    by_platform = _is_by_platform(account)
    if country == "US" and business == UNKNOWN and not by_platform:
        found |= Asked(paths("settings.payments.statement_descriptor"))
    profile = account.business_profile
    if by_platform and profile is not None and profile.product_description:
        # Where the platform collects what is due, a description stands for the category.
        found = found.without(paths("business_profile.mcc"))
    return found


def asked_of_all(account: Account, capabilities: Iterable[str]) -> Asked:
    """What several capabilities ask of an account, and what is asked of it with none."""
    found = asked_of(account, "transfers") if account.type is AccountType.STANDARD else Asked(NOTHING)
    for name in capabilities:
        found |= asked_of(account, name)
    return found


def submitted_without(account: Account) -> Paths:
    """What may be missing of an account whose details are submitted."""
    business = business_of(account)
    if is_recipient(account):
        return paths(rules.RECIPIENT_SUBMITTED_WITHOUT.get(business, ""))
    country = account.country or "US"
    found = among(rules.ALSO, country, business)
    if not _is_by_platform(account) or _is_sole(account):
        # Who represents a sole proprietorship is who does business.
        return found
    return found | among(rules.SUBMITTED_WITHOUT, country, business)


def _is_by_platform(account: Account) -> bool:
    """Whether the platform collects what is due."""
    controller = account.controller
    application = AccountControllerRequirementCollection.APPLICATION
    return controller is not None and controller.requirement_collection is application


def _is_sole(account: Account) -> bool:
    return account.company is not None and account.company.structure is AccountCompanyStructure.SOLE_PROPRIETORSHIP


@cache
def _specs() -> dict[str, dict[str, Paths]]:
    """The fields that each country requires at least, by the type of business."""
    return {
        spec["id"]: {kind: frozenset(levels["minimum"]) for kind, levels in spec["verification_fields"].items()}
        for spec in country_specs()
    }


@cache
def _of_country(country: str, business: str) -> Asked:
    if business == UNKNOWN:
        # Whoever represents the business is asked for what an individual is.
        minimum = frozenset(_representing(path) for path in _specs()[country][INDIVIDUAL])
        left_out = among(rules.NOT_AT_FIRST, country, UNKNOWN) | frozenset(
            _representing(path) for path in among(rules.NOT_AT_FIRST, country, INDIVIDUAL)
        )
        return Asked(frozenset(path for path in minimum if not covers(left_out, path)))
    minimum = _specs()[country][business]
    later = among(rules.NOT_AT_FIRST, country, business)
    eventually, coming = among(rules.EVENTUALLY, country, business), among(rules.NEXT, country, business)
    return Asked(
        frozenset(path for path in minimum if not covers(later, path)) | among(rules.ALSO, country, business),
        frozenset(path for path in minimum if covers(eventually, path))
        | frozenset(path for path in eventually if "*" not in path),
        coming,
        among(rules.NEXT_AT_ONCE, country, business),
    )


def _representing(path: str) -> str:
    head, _, rest = path.partition(".")
    return f"representative.{rest}" if head == INDIVIDUAL else path


@cache
def _of_recipients(country: str, business: str) -> Asked:
    asked = paths(rules.RECIPIENT[business])
    if business != INDIVIDUAL:
        return Asked(asked)
    if country in rules.RECIPIENT_ID_NUMBER:
        return Asked(asked | {"individual.id_number"})
    return Asked(asked, paths(rules.RECIPIENT_EVENTUALLY))

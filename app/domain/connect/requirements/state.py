"""What is due of an account, of its persons and for its capabilities, and what the account can do: worked out of the
rows alone.

Source: Stripe's requirements hash, and recorded answers. What a requested capability needs is at once currently due and
past due; what failed a check later on, or became due before its time, is past due from the account's deadline on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.domain.connect.requirements import asked, checks, rules
from app.domain.connect.requirements.asked import Asked, Paths, asked_of, asked_of_all, business_of, submitted_without
from app.domain.connect.requirements.given import account_has, person_has
from app.domain.connect.requirements.rules import INDIVIDUAL, PERSON_ROLES, among, covers
from app.network import identity
from app.tables.connect.account import Account
from app.tables.connect.person import Person

COMPANY_HEAD = "company."
_CHECKED = (rules.BLOCKING, rules.SHOWN)
NOT_BLOCKING = ("external_account", "individual.verification.document", "company.address.line1")
"""What keeps an account from being paid out, and not from being paid. Of a document, only where a country asks for it
at first; of a company's address, only where no more than its line fails."""


@dataclass(frozen=True)
class Due:
    """What is due, as sorted paths."""

    currently: list[str]
    eventually: list[str]
    past: list[str]
    pending: list[str]
    coming: list[str]
    """What is due as soon as announced rules take effect."""
    coming_eventually: list[str]
    """What is due some day under them."""
    failed: Mapping[str, str]
    """What was rejected, each with its code."""

    def of_person(self, person: Person, head: str) -> "Due":
        """The part that is about one person, whose paths begin with `head`, without it."""

        def part(found: Iterable[str]) -> list[str]:
            return [path.removeprefix(head) for path in found if path.startswith(head)]

        return Due(
            part(self.currently),
            part(self.eventually),
            part(self.past),
            part(self.pending),
            part(self.coming),
            part(self.coming_eventually),
            {path.removeprefix(head): code for path, code in self.failed.items() if path.startswith(head)},
        )


@dataclass(frozen=True)
class State:
    """An account with what is around it, as it stands at a moment."""

    account: Account
    persons: Sequence[Person]
    paid_out: bool
    requested: Sequence[str]
    """Names of the capabilities that it requests."""
    now: datetime

    @cached_property
    def business(self) -> str:
        """The type of business."""
        return business_of(self.account)

    @cached_property
    def due(self) -> Due:
        """What is due of the account: all that its capabilities ask for."""
        return self._due(asked_of_all(self.account, self.requested))

    def due_for(self, capability: str) -> Due:
        """What is due for a capability."""
        return self._due(asked_of(self.account, capability))

    @cached_property
    def late(self) -> Paths:
        """What is due though it was not asked for at first: what failed, and what became due before its time."""
        advanced = {path for path in self.account.advanced if not self._is_given(path)}
        return frozenset(self.failed) | advanced

    @property
    def is_submitted(self) -> bool:
        """Whether all is given that is asked for at first, but for what details are submitted without."""
        without = submitted_without(self.account)
        first = (path for path in asked_of_all(self.account, self.requested).now if not covers(without, path))
        return bool(self.requested) and not self._missing(first)

    @cached_property
    def is_met(self) -> bool:
        """Whether all that was asked for at first is given, and verified."""
        found = asked_of_all(self.account, self.requested)
        return bool(self.requested) and not self._missing(found.now) and not self.failed and not self.pending

    @property
    def was_met(self) -> bool:
        """Whether all that was asked for at first is given and was verified, whatever failed since then."""
        if not self.failed:
            return self.is_met
        found, deadline = asked_of_all(self.account, self.requested), self.account.deadline
        return deadline is not None and deadline > self.now and not self._missing(found.now) and not self.pending

    @property
    def ahead(self) -> list[str]:
        """What is eventually due, and not yet."""
        return [path for path in self.due.eventually if path not in self.due.currently]

    @cached_property
    def failed(self) -> dict[str, str]:
        """What was rejected and was not given again, each with its code."""
        found = checks.again(self.account.failed, checks.OF_ACCOUNT)
        for person in self.persons:
            head = self.head(person)
            of_id = "id_number" if person.id_number_provided else "ssn_last_4"
            standing = {
                name: code
                for name, code in person.failed.items()
                if name != "birth" or "document" not in person.checking
            }
            for path, code in checks.again(standing, checks.OF_PERSON).items():
                found[head + (of_id if path == "id_number" else path)] = code
        return found

    @cached_property
    def pending(self) -> list[str]:
        """What is shown as being verified."""
        return sorted({*self._of_company(), *(path for each in self.persons for path in self._of_person(each))})

    @cached_property
    def blocked(self) -> bool:
        """Whether what is being verified keeps capabilities from being active."""
        group = among(rules.BLOCKING, self._country, INDIVIDUAL) | among(rules.BLOCKING, self._country, self.business)
        tails = frozenset(path.partition(".")[2] for path in group if not path.startswith(COMPANY_HEAD))
        return any(covers(group, path) or covers(tails, path.partition(".")[2]) for path in self.pending)

    @property
    def is_listed(self) -> bool:
        """Whether there is someone with whom nobody may do business."""
        return any(checks.LISTED in person.failed for person in self.persons)

    @property
    def is_inactive(self) -> bool:
        """Whether the business has the website of one that does nothing."""
        profile = self.account.business_profile
        return profile is not None and profile.url == identity.INACTIVE and "url" not in self.account.checking

    def head(self, person: Person) -> str:
        """What the paths of a person begin with in the account's lists."""
        return f"{INDIVIDUAL}." if person.id == self.account.individual_id else f"{person.id}."

    def keeps_inactive(self, due: Due) -> bool:
        """Whether something is past due for a capability that it cannot do without."""
        return any(not self._is_mild(path) for path in due.past)

    def _is_mild(self, path: str) -> bool:
        if self.account.payouts_blocked and path in self.account.advanced:
            return True
        if path == "company.address.line1":
            return "company_address_line" in self.account.failed and self._is_given(path)
        if path == "individual.verification.document":
            return path in among(rules.ALSO, self._country, self.business) and path not in self.failed
        return path in NOT_BLOCKING

    @property
    def _country(self) -> str:
        return self.account.country or "US"

    def _due(self, found: Asked) -> Due:
        missing = self._missing(found.now)
        failed = {path: code for path, code in self.failed.items() if self._concerns(path, found)}
        late = {path for path in self.late if path in failed or self._concerns(path, found)}
        currently = missing | late
        passed = self.account.deadline is None or self.account.deadline <= self.now
        past = missing | (late if passed else set())
        pending = {path for path in self.pending if self._concerns(path, found)}
        then, at_once = self._missing(found.next), self._missing(found.next_at_once)
        eventually = currently | (self._missing(found.eventually) - pending)
        if self.is_met:
            eventually |= then - at_once
        coming, some_day = set[str](), set[str]()
        if found.next and (at_once or not self.is_met):
            coming, some_day = currently | at_once, eventually | then
        return Due(
            sorted(currently),
            sorted(eventually),
            sorted(past),
            sorted(pending),
            sorted(coming),
            sorted(coming | some_day),
            failed,
        )

    def _concerns(self, path: str, found: Asked) -> bool:
        """Whether a path matters to what asks: the profile of a business does not matter to transfers."""
        return not path.startswith("business_profile.") or path in found.now or "business_profile.url" in found.now

    def _missing(self, group: Iterable[str]) -> set[str]:
        return {path for each in group for path, is_given in self._places(each) if not is_given}

    def _places(self, path: str) -> Iterator[tuple[str, bool]]:
        """Where a path that is asked for is looked for: itself, or that of each person whom it is about."""
        head, _, rest = path.partition(".")
        if head == INDIVIDUAL:
            person = next((each for each in self.persons if each.id == self.account.individual_id), None)
            yield path, person is not None and person_has(person, rest)
        elif head in PERSON_ROLES:
            people = [each for each in self.persons if self._is(each, head)]
            if not people:
                yield path, head != PERSON_ROLES[0] and self._is_given(f"company.{head}_provided")
            for person in people:
                yield self.head(person) + rest, person_has(person, rest)
        else:
            instead = rules.ALTERNATIVES.get(self._country, {}).get(path, path)
            yield path, any(account_has(self.account, each, paid_out=self.paid_out) for each in {path, instead})

    def _is_given(self, path: str) -> bool:
        head, _, rest = path.partition(".")
        for person in self.persons:
            if self.head(person) == f"{head}.":
                return person_has(person, rest)
        return all(is_given for _, is_given in self._places(path))

    def _is(self, person: Person, role: str) -> bool:
        relationship = person.relationship
        if role == PERSON_ROLES[0]:
            return person.id == self.account.individual_id or bool(relationship and relationship.representative)
        return bool(relationship and getattr(relationship, role.removesuffix("s")))

    def _of_person(self, person: Person) -> Iterator[str]:
        head = self.head(person)
        shown = {path for name in person.checking for path in checks.OF_PERSON[name]}
        groups = among(rules.BLOCKING, self._country, INDIVIDUAL) | self._shown_of_person
        for name in ("document", "additional_document", "authorization"):
            # Given with all else, a document is looked at with all else.
            if name in person.checking and (groups or "birth" not in person.checking):
                yield from (head + path for path in checks.OF_PERSON[name])
        if asked.is_recipient(self.account) or not checks.is_known(person) or not checks.verifies(person.checking):
            return
        yield from (head + path.removeprefix(f"{INDIVIDUAL}.") for path in self._shown_of_person)
        for group in among(rules.BLOCKING, self._country, INDIVIDUAL):
            path = group.removeprefix(f"{INDIVIDUAL}.")
            if path == "address.*":
                yield from (head + each for each in checks.OF_PERSON["address"] if "address.line1" in shown)
            elif path == "id_number":
                yield from (head + path for _ in range("id_number" in person.checking))
            elif person.id_number_provided and "birth" in person.checking:
                yield head + path

    @cached_property
    def _shown_of_person(self) -> Paths:
        """What is shown as being verified of whoever is, and keeps the account from being paid out alone."""
        found = among(rules.SHOWN, self._country, INDIVIDUAL)
        under_next = among(rules.SHOWN_UNDER_NEXT, self._country, self.business)
        if under_next and not self._missing(asked_of_all(self.account, self.requested).next):
            found |= under_next
        return found

    def _of_company(self) -> Iterator[str]:
        checking = self.account.checking
        if self.business == rules.COMPANY and checking.keys() & {"tax_id", "company_address"}:
            for rule in _CHECKED:
                for path in among(rule, self._country, self.business):
                    if path.endswith(".*"):
                        yield from checks.OF_ACCOUNT["company_address"] if "company_address" in checking else ()
                    elif path != "company.tax_id" or "tax_id" in checking:
                        yield path
        if "company_document" in checking:
            yield from checks.OF_ACCOUNT["company_document"]
        profile = self.account.business_profile
        if "url" in checking and self._country in rules.URL_CHECKED and profile and profile.url and profile.name:
            yield from checks.OF_ACCOUNT["url"]

"""Fields: what a page asks the owner of an account for, one input each, by the paths of requirements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.countries import COUNTRIES
from app.network.bank_accounts import takes_routing, test_numbers
from app.server.onboarding.ways import OF_ACCOUNT, OF_ADDRESS, OF_PERSON, Kind, Way, somewhere
from app.server.rendering import Speech
from app.tables.connect.account import AccountBusinessType
from app.tables.connect.account_company import AccountCompanyStructure
from app.tables.core_resources.token_people import TokenPoliticalExposure

ROLES = ("representative", "owners", "directors", "executives")
"""What paths about people begin with who are not known yet."""
PERSON = "person_"
_JAPANESE = {"address_kana": "カナ", "address_kanji": "漢字"}
_TOGETHER = {
    "dob": ("day", "month", "year"),
    "tos_acceptance": ("date", "ip", "user_agent", "service_agreement"),
    "company.ownership_declaration": ("date", "ip", "user_agent"),
    "verification.document": ("front", "back"),
    "verification.additional_document": ("front", "back"),
    "company.verification.document": ("front", "back"),
}
"""Paths that one input is for, with their last words."""


@dataclass(frozen=True)
class Field:
    """One input."""

    owner: str
    """Whom it is about: a person's id, `individual`, one of the ROLES; empty for the account."""
    path: str
    """What it is, from the owner on."""
    way: Way
    country: str
    """The country of the account."""

    @property
    def name(self) -> str:
        """The name in the form: a path such as those of requirements."""
        return f"{self.owner}.{self.path}" if self.owner else self.path

    @property
    def test(self) -> str:
        """What succeeds in test mode."""
        if self.path.startswith("external_account."):
            routing, number = test_numbers(self.country)
            return {"routing_number": routing or "", "account_number": number}.get(self.path[17:], self.way.test)
        *above, word = self.path.split(".")
        if above and above[-1].startswith("address"):
            return somewhere(word, self.country)
        return self.country if self.way.kind is Kind.COUNTRY else self.way.test

    def label(self, say: Speech) -> str:
        """What it is called."""
        script = next((script for word, script in _JAPANESE.items() if word in self.path.split(".")), None)
        label = say(f"asked_{self.way.label}") if say.knows(f"asked_{self.way.label}") else self.way.label
        return f"{label} ({script})" if script else label

    def hint(self, say: Speech) -> str | None:
        """What helps to fill it in."""
        key = f"hint_{self.way.label}"
        return say(key) if say.knows(key) else None

    def choices(self, say: Speech) -> Sequence[tuple[str, str]]:
        """The values that it can have, with what they are called."""
        if self.way.kind is Kind.COUNTRY:
            return sorted(((code, say.country(code)) for code in COUNTRIES), key=lambda choice: choice[1])
        match self.path:
            case "business_type":
                return [(each.value, say(f"business_{each.value}")) for each in AccountBusinessType]
            case "company.structure":
                return [(each.value, _in_words(each.value)) for each in AccountCompanyStructure]
            case "gender":
                return [(each, say(f"gender_{each}")) for each in ("female", "male")]
            case "political_exposure":
                return [(each.value, say(f"exposure_{each.value}")) for each in TokenPoliticalExposure]
        return []


def _in_words(value: str) -> str:
    return value.replace("_", " ").capitalize().replace("llc", "LLC").replace("Llc", "LLC")


def fields_of(paths: Iterable[str], country: str) -> list[Field]:
    """An input for each of the paths, in the order of pages: that of WAYS. What belongs together has one input."""
    found: dict[str, Field] = {}
    for path in paths:
        for field in _fields(path, country):
            found.setdefault(field.name, field)
    return sorted(found.values(), key=_place)


def _fields(path: str, country: str) -> Iterable[Field]:
    if path == "external_account":
        words = ("routing_number", "account_number") if takes_routing(country) else ("account_number",)
        for word in ("account_holder_name", *words):
            yield Field("", f"external_account.{word}", OF_ACCOUNT[f"external_account.{word}"], country)
        return
    owner, rest = owner_of(path)
    above, _, word = rest.rpartition(".")
    if word in _TOGETHER.get(above, ()):
        rest = above
    yield Field(owner, rest, way_of(owner, rest), country)


def owner_of(path: str) -> tuple[str, str]:
    """Whom a path is about, and what it is from there on."""
    first, _, rest = path.partition(".")
    if rest and (first == "individual" or first in ROLES or first.startswith(PERSON)):
        return first, rest
    return "", path


def way_of(owner: str, rest: str) -> Way:
    """How a path is asked for. One that nobody knows is a text, called by its words."""
    *above, word = rest.split(".")
    if above and above[-1].startswith(("address", "registered_address", "support_address")) and word in OF_ADDRESS:
        return OF_ADDRESS[word]
    known = (OF_PERSON if owner else OF_ACCOUNT).get(rest)
    return known or Way(_in_words(rest.replace(".", "_")))


_ORDER = {path: place for place, path in enumerate((*OF_ACCOUNT, *OF_PERSON))}
_WORDS = {word: place for place, word in enumerate(OF_ADDRESS)}


def _place(field: Field) -> tuple[int, int, str]:
    """Where a field stands in its section. Addresses are below what a person is, above the documents."""
    word = field.path.rpartition(".")[2]
    if field.way is OF_ADDRESS.get(word):
        return _ORDER["company.phone" if field.path.startswith("company.") else "phone"], _WORDS[word], field.path
    return _ORDER.get(field.path, len(_ORDER)), -1, field.path

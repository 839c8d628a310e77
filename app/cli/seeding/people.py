"""Customers who never were: names, addresses and cards, put together from small lists by repeatable chance."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.tables.payment_methods.types.card import PaymentMethodCardParams
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails


@dataclass(frozen=True)
class Country:
    """Where customers live, and what they pay with. `pattern` is a postal code: # a digit, ? a letter."""

    code: str
    currency: str
    locale: str
    dialling: str
    cities: tuple[tuple[str, str | None], ...]
    streets: tuple[str, ...]
    pattern: str
    cards: tuple[str, ...] = ()
    """Numbers of cards that are issued there."""
    number_first: bool = True


UNITED_STATES = Country(
    "US",
    "usd",
    "en-US",
    "+1",
    (
        ("Portland", "OR"),
        ("Austin", "TX"),
        ("Chicago", "IL"),
        ("Brooklyn", "NY"),
        ("Oakland", "CA"),
        ("Denver", "CO"),
        ("Asheville", "NC"),
        ("Madison", "WI"),
        ("Savannah", "GA"),
    ),
    ("Juniper Street", "Harbor Avenue", "Old Mill Road", "Second Street", "Lakeview Drive", "Cedar Lane"),
    "#####",
)
ABROAD = (
    Country(
        "GB",
        "gbp",
        "en-GB",
        "+44",
        (("London", None), ("Leeds", None), ("Bristol", None), ("Glasgow", None)),
        ("Station Road", "Albion Terrace", "Mill Lane", "Queens Crescent"),
        "??# #??",
        ("4000008260000000",),
    ),
    Country(
        "DE",
        "eur",
        "de",
        "+49",
        (("Berlin", None), ("Hamburg", None), ("Leipzig", None), ("München", None)),
        ("Lindenstraße", "Am Markt", "Gartenweg", "Schillerstraße"),
        "#####",
        ("4000002760000016",),
        number_first=False,
    ),
    Country(
        "FR",
        "eur",
        "fr",
        "+33",
        (("Lyon", None), ("Nantes", None), ("Paris", None)),
        ("rue des Lilas", "avenue Carnot", "quai de la Fosse"),
        "#####",
        ("4000002500001001", "5555552500001001", "4000002500000003"),
    ),
    Country(
        "NL",
        "eur",
        "nl",
        "+31",
        (("Amsterdam", None), ("Rotterdam", None), ("Utrecht", None)),
        ("Kerkstraat", "Nieuwe Gracht", "Molenweg"),
        "#### ??",
        ("4000005280000002",),
        number_first=False,
    ),
    Country(
        "MX",
        "mxn",
        "es",
        "+52",
        (("Ciudad de México", "CDMX"), ("Guadalajara", "JAL"), ("Mérida", "YUC")),
        ("Calle Hidalgo", "Avenida Juárez", "Paseo de la Reforma"),
        "#####",
        ("4000004840008001",),
        number_first=False,
    ),
    Country(
        "CA",
        "cad",
        "en-CA",
        "+1",
        (("Toronto", "ON"), ("Vancouver", "BC"), ("Halifax", "NS")),
        ("Maple Avenue", "Bay Street", "Dundas Street"),
        "?#? #?#",
        ("4000001240000000",),
    ),
    Country(
        "AU",
        "aud",
        "en-AU",
        "+61",
        (("Melbourne", "VIC"), ("Hobart", "TAS"), ("Sydney", "NSW")),
        ("Smith Street", "Wattle Grove", "Beach Road"),
        "####",
        ("4000050360000001", "5555050360000080", "4000000360000006"),
    ),
    Country(
        "JP",
        "jpy",
        "ja",
        "+81",
        (("Kyoto", "Kyoto"), ("Sapporo", "Hokkaido"), ("Yokohama", "Kanagawa")),
        ("Teramachi", "Odori Nishi", "Motomachi"),
        "###-####",
        ("3566002020360505", "4000003920000003"),
    ),
)

FIRST_NAMES = (
    *("Ada", "Amara", "Anton", "Beatriz", "Bruno", "Camille", "Chidi", "Clara", "Dario", "Dilara", "Elif", "Emre"),
    *("Esther", "Farah", "Felix", "Freya", "Gaston", "Hana", "Hugo", "Ibrahim", "Ines", "Ivo", "Jonas", "June"),
    *("Kaito", "Leila", "Linnea", "Luca", "Mabel", "Marisol", "Mateo", "Mika", "Nadia", "Naomi", "Nils", "Noor"),
    *("Odile", "Omar", "Oscar", "Petra", "Priya", "Quentin", "Rafael", "Rosa", "Sana", "Silas", "Soren", "Stella"),
    *("Tariq", "Thea", "Tomas", "Uma", "Vera", "Viktor", "Wanda", "Wren", "Yara", "Yusuf", "Zadie", "Zoë"),
)
LAST_NAMES = (
    *("Abara", "Achterberg", "Baptiste", "Barlow", "Castellanos", "Castro", "Dahl", "Delacroix", "Drummond"),
    *("Eriksen", "Farrow", "Fontaine", "Ferreira", "Goldberg", "Haddad", "Hallström", "Hayashi", "Hollis", "Ito"),
    *("Ivanova", "Jansen", "Kapoor", "Keller", "Kowalski", "Laurent", "Lindqvist", "Lowe", "Marchetti", "Mbeki"),
    *("Mendoza", "Moreau", "Nakamura", "Novak", "Okafor", "Olsen", "Osei", "Park", "Pereira", "Quispe", "Rahimi"),
    *("Ramos", "Rosenthal", "Saito", "Sandoval", "Schäfer", "Sorokin", "Tanaka", "Thorne", "Tran", "Ueda"),
    *("Vance", "Vasquez", "Voss", "Watanabe", "Whitlock", "Winter", "Yamada", "Yilmaz", "Zeller", "Zhou"),
)
BUSINESSES = ("Bakery", "Books", "Bicycle Works", "Hotel", "Studio", "Dental", "Architects", "Canteen", "Cinema")
SOURCES = ("friend", "instagram", "market stall", "newsletter", "search", "walk-in")

ISSUERS = (("4", 16), ("4", 16), ("4", 16), ("51", 16), ("54", 16), ("2500", 16), ("37", 15), ("6011", 16), ("36", 14))
"""First digits and length of the cards that people have, as often as they have them: Visa, Mastercard and so on."""


@dataclass(frozen=True)
class Person:
    """One customer to be."""

    name: str
    email: str
    phone: str
    country: Country
    address: Address
    is_business: bool
    source: str
    card: PaymentMethodCardParams

    @property
    def billing(self) -> BillingDetails:
        """Who pays."""
        return BillingDetails(address=self.address, email=self.email, name=self.name, phone=self.phone)


def make_person(chance: Random, place: int, now: datetime) -> Person:
    """The customer who comes in that place. Every other lives in the United States, and the
    rest in the other countries in turn; `now` is when the card is typed."""
    country = UNITED_STATES if place % 2 == 0 else ABROAD[place // 2 % len(ABROAD)]
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    is_business = chance.random() < 0.12
    name = f"{last} {chance.choice(BUSINESSES)}" if is_business else f"{first} {last}"
    host = f"{plain(name)}.example" if is_business else chance.choice(("post.example", "mail.example", "inbox.example"))
    return Person(
        name=name,
        email=f"{plain(first)}.{plain(last)}{place}@{host}",
        phone=f"{country.dialling}{chance.randrange(200_000_000, 999_999_999)}",
        country=country,
        address=make_address(chance, country),
        is_business=is_business,
        source=chance.choice(SOURCES),
        card=make_card(chance, country, now),
    )


def make_address(chance: Random, country: Country) -> Address:
    """Somewhere in the country."""
    city, state = chance.choice(country.cities)
    street, number = chance.choice(country.streets), chance.randrange(1, 240)
    return Address(
        city=city,
        country=country.code,
        line1=f"{number} {street}" if country.number_first else f"{street} {number}",
        line2=f"Apartment {chance.randrange(1, 60)}" if chance.random() < 0.2 else None,
        postal_code="".join(code_letter(chance, letter) for letter in country.pattern),
        state=state,
    )


def code_letter(chance: Random, letter: str) -> str:
    """One character of a postal code."""
    match letter:
        case "#":
            return str(chance.randrange(1, 10))
        case "?":
            return chance.choice("ABCEGHJKLMNPRSTVWXY")
    return letter


def make_card(chance: Random, country: Country, now: datetime) -> PaymentMethodCardParams:
    """A card that works: of the country, or one that any bank might have issued."""
    if country.cards and chance.random() < 0.7:
        return typed(chance.choice(country.cards), chance, now)
    first, length = chance.choice(ISSUERS)
    digits = first + "".join(str(chance.randrange(10)) for _ in range(length - len(first) - 1))
    return typed(digits + check_digit(digits), chance, now)


def typed(number: str, chance: Random, now: datetime) -> PaymentMethodCardParams:
    """A card as its owner types it, good for two years at least, so that it outlives the story."""
    is_amex = number.startswith(("34", "37"))
    return PaymentMethodCardParams(
        number=number,
        exp_month=chance.randrange(1, 13),
        exp_year=now.year + chance.randrange(2, 6),
        cvc=str(chance.randrange(1000, 10_000) if is_amex else chance.randrange(100, 1000)),
    )


def check_digit(digits: str) -> str:
    """The last digit that makes a number a card's (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def plain(name: str) -> str:
    """A name as it stands in an email address: no accents, no spaces."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o"))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalnum())

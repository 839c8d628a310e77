"""A card's number becomes facts or a clear refusal, and every test card has its name and its behaviour."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from app.errors import CardError
from app.network.behaviours import CARD_BEHAVIOURS, UNLISTED
from app.network.cards import Checks, card_by_name, card_from_number, is_expired, with_address
from app.network.fingerprints import fingerprint
from app.network.known_cards import BY_NAME, KNOWN_CARDS, country_of

NOW = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


def test_the_plain_card() -> None:
    facts = card_from_number("4242 4242-4242 4242", 12, 2030, "123", NOW)
    assert asdict(facts) == {
        "brand": "visa",
        "display_brand": "visa",
        "funding": "credit",
        "country": "US",
        "last4": "4242",
        "iin": "424242",
        "exp_month": 12,
        "exp_year": 2030,
        "networks": ("visa",),
        "three_d_secure_supported": True,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "unchecked"},
        "behaviour": "approves",
    }


def test_the_facts_do_not_hold_the_number() -> None:
    for card in KNOWN_CARDS:
        facts = card_from_number(card.number, 1, 30, None, NOW)
        assert card.number not in repr(facts)


@pytest.mark.parametrize(
    ("number", "brand", "display_brand"),
    [
        ("4111111111111111", "visa", "visa"),
        ("341111111111111", "amex", "american_express"),
        ("5425233430109903", "mastercard", "mastercard"),
        ("2223000048410010", "mastercard", "mastercard"),
        ("6011000991300009", "discover", "discover"),
        ("30569309025904", "diners", "diners_club"),
        ("3530111333300018", "jcb", "jcb"),
        ("6221260000000000", "unionpay", "union_pay"),
        ("9999999999999995", "unknown", "other"),
    ],
)
def test_a_number_that_is_no_test_card_is_known_by_its_brand(number: str, brand: str, display_brand: str) -> None:
    facts = card_from_number(number, 12, 2030, None, NOW)
    assert (facts.brand, facts.display_brand, facts.behaviour) == (brand, display_brand, UNLISTED)
    assert facts.checks == Checks()


def test_cards_of_two_networks() -> None:
    french = card_from_number("4000002500001001", 12, 2030, "123", NOW)
    assert french.networks == ("visa", "cartes_bancaires")
    assert (french.display_brand, french.country) == ("cartes_bancaires", "FR")
    australian = card_from_number("5555050360000080", 12, 2030, "123", NOW)
    assert australian.networks == ("mastercard", "eftpos_au")
    assert (australian.display_brand, australian.funding) == ("eftpos_australia", "debit")


@pytest.mark.parametrize(
    ("number", "month", "year", "cvc", "code", "field"),
    [
        ("4242424242424241", 12, 2030, "123", "incorrect_number", "card.number"),
        ("4242", 12, 2030, "123", "invalid_number", "card.number"),
        ("", 12, 2030, "123", "invalid_number", "card.number"),
        ("4242x24242424242", 12, 2030, "123", "invalid_number", "card.number"),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", 12, 2030, "123", "invalid_number", "card.number"),
        ("4242424242424242", 13, 2030, "123", "invalid_expiry_month", "card.exp_month"),
        ("4242424242424242", 0, 2030, "123", "invalid_expiry_month", "card.exp_month"),
        ("4242424242424242", 2, 2025, "123", "invalid_expiry_month", "card.exp_month"),
        ("4242424242424242", 12, 2024, "123", "invalid_expiry_year", "card.exp_year"),
        ("4242424242424242", 12, 1970, "123", "invalid_expiry_year", "card.exp_year"),
        ("4242424242424242", 12, 2076, "123", "invalid_expiry_year", "card.exp_year"),
        ("4242424242424242", 12, -5, "123", "invalid_expiry_year", "card.exp_year"),
        ("4242424242424242", 12, 2030, "12", "invalid_cvc", "card.cvc"),
        ("4242424242424242", 12, 2030, "", "invalid_cvc", "card.cvc"),
        ("4242424242424242", 12, 2030, "1234", "invalid_cvc", "card.cvc"),
        ("378282246310005", 12, 2030, "123", "invalid_cvc", "card.cvc"),
    ],
)
def test_what_cannot_be_a_card(number: str, month: int, year: int, cvc: str, code: str, field: str) -> None:
    with pytest.raises(CardError) as refused:
        card_from_number(number, month, year, cvc, NOW)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.message.endswith(".")
    assert not number or number not in refused.value.message


def test_a_card_works_until_the_end_of_its_month() -> None:
    assert card_from_number("4242424242424242", 3, 25, "123", NOW).exp_year == 2025
    assert card_from_number("378282246310005", 3, 2075, "1234", NOW).exp_year == 2075
    assert not is_expired(3, 2025, NOW)
    assert is_expired(2, 2025, NOW)
    assert is_expired(12, 2024, NOW)


def test_an_address_is_there_to_be_compared() -> None:
    facts = card_from_number("4242424242424242", 3, 2030, None, NOW)
    assert with_address(facts, line1=True, postal_code=False).checks == Checks(address_line1_check="unchecked")


def test_every_test_card_is_sound() -> None:
    assert len({card.number for card in KNOWN_CARDS}) == len(KNOWN_CARDS) == 143
    assert sum(len(card.names) for card in KNOWN_CARDS) == len(BY_NAME)
    for card in KNOWN_CARDS:
        facts = card_from_number(card.number, 12, 2030, None, NOW)
        assert (facts.brand, facts.country, facts.behaviour) == (card.brand, card.country, card.behaviour)
        assert facts.behaviour != UNLISTED
    assert set(CARD_BEHAVIOURS) - {card.behaviour for card in KNOWN_CARDS} == {UNLISTED}


def test_names_stand_for_cards() -> None:
    named = card_by_name("visa", NOW)
    assert named is not None
    assert named.number == "4242424242424242"
    assert named.facts == card_from_number("4242424242424242", 3, 2026, "123", NOW)
    for name, card in BY_NAME.items():
        found = card_by_name(name, NOW)
        assert found is not None
        assert found.number == card.number


@pytest.mark.parametrize("name", ["", "nothing", "pm_card_visa", "tok_visa", "VISA"])
def test_other_names_stand_for_nothing(name: str) -> None:
    assert card_by_name(name, NOW) is None


def test_a_fingerprint_is_the_numbers_and_the_accounts() -> None:
    print_ = fingerprint("acct_1", "4242424242424242")
    assert len(print_) == 16
    assert print_.isalnum()
    assert print_ == fingerprint("acct_1", "4242424242424242")
    assert print_ != fingerprint("acct_2", "4242424242424242")
    assert len({fingerprint("acct_1", card.number) for card in KNOWN_CARDS}) == len(KNOWN_CARDS)


@pytest.mark.parametrize(
    ("name", "last4", "brand", "funding", "country", "supported"),
    [
        ("visa", "4242", "visa", "credit", "US", True),
        ("visa_debit", "5556", "visa", "debit", "US", True),
        ("mastercard_prepaid", "5100", "mastercard", "prepaid", "US", True),
        ("amex_threeDSecureNotSupported", "0005", "amex", "credit", "US", False),
        ("jcb", "0505", "jcb", "credit", "JP", True),
        ("unionpay", "0005", "unionpay", "credit", "CN", True),
        ("discover_debit_us_transferSuccess", "1113", "discover", "debit", "US", True),
        ("visa_debit_us_transferFail", "5572", "visa", "debit", "US", True),
        ("visa_debit_us_instantPayoutUnsupported", "5555", "visa", "debit", "US", True),
        ("threeDSecure2Required", "3220", "visa", "credit", "IE", True),
        ("authenticationRequired", "3184", "visa", "credit", "DE", True),
        ("gb_debit", "0005", "visa", "debit", "GB", True),
        ("gb_mastercard", "4449", "mastercard", "credit", "GB", True),
        ("mx", "8001", "visa", "credit", "MX", True),
        ("th_credit", "0003", "visa", "credit", "TH", True),
        ("th_debit", "0008", "visa", "debit", "TH", True),
        ("in", "0008", "visa", "credit", "IN", True),
        ("indiaRecurringMandateSetupAndRenewalsSuccess", "0123", "visa", "credit", "IN", True),
        ("indiaRecurringPaymentFailureAfterPreDebitNotification", "0297", "visa", "credit", "IN", True),
        ("indiaRecurringPaymentFailureUndeliveredDebitNotification", "0248", "visa", "credit", "IN", True),
        ("indiaRecurringPaymentFailureCanceledMandate", "0263", "visa", "credit", "IN", True),
        ("credit_disableEnterpriseCardFeatures", "0076", "visa", "credit", "US", True),
        ("debit_incrementalAuthAuthorized", "0063", "visa", "debit", "US", True),
    ],
)
def test_the_facts_of_test_cards(
    name: str, last4: str, brand: str, funding: str, country: str, supported: bool
) -> None:
    named = card_by_name(name, NOW)
    assert named is not None
    facts = named.facts
    assert (facts.last4, facts.brand, facts.funding, facts.country) == (last4, brand, funding, country)
    assert facts.three_d_secure_supported is supported


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("4000003560000990", "IN"),
        ("4000052500000008", "FR"),
        ("4000002760000990", "DE"),
        ("4012888888881881", "US"),
    ],
)
def test_a_number_says_its_country(number: str, country: str) -> None:
    assert country_of(number) == country

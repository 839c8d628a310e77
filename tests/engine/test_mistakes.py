"""Every mistake of an input is told at once: each with its code, the path of its field, and a sentence of its own."""

import re
from typing import Any

import pytest

from tests.factory import make
from tests.graph import Graph


def rows(refused: list[dict[str, Any]]) -> list[tuple[str, str]]:
    assert {each["type"] for each in refused} == {"INVALID_REQUEST_ERROR"}
    return [(each["field"], each["code"]) for each in refused]


async def test_a_customers_mistakes_are_told_together(graph: Graph) -> None:
    wrong = {
        "preferredLocales": ["en", "in English", "de!"],
        "email": "nobody",
        "address": {"country": "USA"},
        "invoicePrefix": "rocket",
        "tax": {"ipAddress": "300.1.1.1"},
    }
    assert await graph.refusals("customerCreate", input=wrong) == [
        {
            "type": "INVALID_REQUEST_ERROR",
            "code": code,
            "declineCode": None,
            "message": message,
            "field": field,
            "docUrl": url,
        }
        for field, code, message, url in (
            (
                "address.country",
                "COUNTRY_CODE_INVALID",
                "`address.country` must be the two letters of a country, such as GB; it was 'USA'.",
                "https://docs.stripe.com/error-codes/country-code-invalid",
            ),
            (
                "email",
                "EMAIL_INVALID",
                "`email` must be an email address, such as jenny@example.com; it was 'nobody'.",
                "https://docs.stripe.com/error-codes/email-invalid",
            ),
            (
                "invoicePrefix",
                "PARAMETER_INVALID",
                "`invoicePrefix` must be 3 to 12 upper-case letters or digits, such as ACME24; it was 'rocket'.",
                None,
            ),
            (
                "preferredLocales.1",
                "PARAMETER_INVALID",
                "`preferredLocales.1` must be the tag of a language, such as pt-BR; it was 'in English'.",
                None,
            ),
            (
                "preferredLocales.2",
                "PARAMETER_INVALID",
                "`preferredLocales.2` must be the tag of a language, such as pt-BR; it was 'de!'.",
                None,
            ),
            (
                "tax.ipAddress",
                "PARAMETER_INVALID",
                "`tax.ipAddress` must be an IP address of version 4 or 6, such as 203.0.113.7; it was '300.1.1.1'.",
                None,
            ),
        )
    ]
    assert await graph.events() == []


async def test_an_update_with_mistakes_changes_nothing(graph: Graph) -> None:
    id = await make(graph, "customerCreate")
    payload = await graph.attempt("customerUpdate", "name email", id=id, input={"name": "Ada", "email": "@"})
    assert payload["object"] == {"name": None, "email": None}
    assert rows(payload["userErrors"]) == [("email", "EMAIL_INVALID")]


MONTHLY = {"interval": "MONTH", "intervalCount": 1}


@pytest.mark.parametrize(
    ("mutation", "given", "told"),
    [
        (
            "customerCreate",
            {"shipping": {"phone": "1"}, "tax": {"validateLocation": "AUTO"}},
            [
                ("shipping.address", "PARAMETER_MISSING"),
                ("shipping.name", "PARAMETER_MISSING"),
                ("tax.validateLocation", "PARAMETER_INVALID"),
            ],
        ),
        (
            "productCreate",
            {"name": "", "images": ["a", "https://a.example", "b"], "url": "c", "statementDescriptor": "A*BCDE"},
            [
                ("images.0", "URL_INVALID"),
                ("images.2", "URL_INVALID"),
                ("name", "PARAMETER_INVALID_EMPTY"),
                ("statementDescriptor", "INVALID_CHARACTERS"),
                ("url", "URL_INVALID"),
            ],
        ),
        (
            "productCreate",
            {
                "id": "a b",
                "name": "Seat",
                "defaultPriceData": {
                    "currency": "usd",
                    "customUnitAmount": {"enabled": False, "minimum": 5, "maximum": 10**9},
                },
            },
            [
                ("id", "PARAMETER_INVALID"),
                ("defaultPriceData.customUnitAmount.enabled", "PARAMETER_INVALID"),
                ("defaultPriceData.customUnitAmount.maximum", "AMOUNT_TOO_LARGE"),
                ("defaultPriceData.customUnitAmount.minimum", "AMOUNT_TOO_SMALL"),
            ],
        ),
        (
            "priceCreate",
            {
                "currency": "usd",
                "billingScheme": "TIERED",
                "transformQuantity": {"divideBy": 2, "round": "UP"},
                "tiers": [{"upTo": {"keyword": "INF"}, "unitAmount": 5}, {"upTo": {"value": 3}, "unitAmount": 4}],
                "productData": {"name": "Seat", "id": "a b"},
            },
            [
                ("tiersMode", "PARAMETER_MISSING"),
                ("transformQuantity", "PARAMETERS_EXCLUSIVE"),
                ("productData.id", "PARAMETER_INVALID"),
                ("tiers.0.upTo", "PARAMETER_INVALID"),
                ("tiers.1.upTo", "PARAMETER_INVALID"),
            ],
        ),
        (
            "paymentIntentCreate",
            {
                "amount": 1,
                "currency": "usd",
                "customer": "cus_nobody",
                "offSession": {"value": True},
                "paymentMethod": "pm_nothing",
                "paymentMethodTypes": ["card", "cash", "us_bank_account", "shells"],
                "shipping": {"name": "Jenny"},
            },
            [
                ("amount", "AMOUNT_TOO_SMALL"),
                ("paymentMethodTypes.1", "PAYMENT_METHOD_UNSUPPORTED_TYPE"),
                ("paymentMethodTypes.3", "PAYMENT_METHOD_UNSUPPORTED_TYPE"),
                ("shipping.address", "PARAMETER_MISSING"),
                ("offSession", "PAYMENT_INTENT_INVALID_PARAMETER"),
                ("customer", "RESOURCE_MISSING"),
                ("paymentMethod", "RESOURCE_MISSING"),
            ],
        ),
        (
            "paymentIntentCreate",
            {"amount": 2000, "currency": "zzz", "statementDescriptor": "A", "metadata": {"my_key": "v" * 501}},
            [
                ("currency", "PARAMETER_INVALID"),
                ("statementDescriptor", "PARAMETER_INVALID"),
                ("metadata.my_key", "PARAMETER_TOO_LONG"),
            ],
        ),
        (
            "priceCreate",
            {
                "currency": "usd",
                "billingScheme": "TIERED",
                "tiersMode": "VOLUME",
                "currencyOptions": [{"currency": "zzz", "unitAmount": 5}],
                "tiers": [{"upTo": {"value": 0}, "unitAmount": 5}, {"upTo": {"keyword": "INF"}, "unitAmount": -1}],
                "productData": {"name": "Seat", "statementDescriptor": "A", "metadata": {"": "x"}},
            },
            [
                ("productData.metadata", "PARAMETER_INVALID"),
                ("productData.statementDescriptor", "PARAMETER_INVALID"),
                ("currencyOptions.0.currency", "PARAMETER_INVALID"),
                ("tiers.0.upTo", "PARAMETER_INVALID_INTEGER"),
                ("tiers.1.unitAmount", "PARAMETER_INVALID_INTEGER"),
            ],
        ),
        (
            "refundCreate",
            {"reason": "EXPIRED_UNCAPTURED_CHARGE", "charge": "ch_nothing"},
            [("reason", "PARAMETER_INVALID"), ("charge", "RESOURCE_MISSING")],
        ),
        (
            "webhookEndpointCreate",
            {
                "url": "ftp://a.example",
                "enabledEvents": ["invoice.payed", "charge.*", "charge.failed"],
                "apiVersion": "1",
            },
            [
                ("apiVersion", "PARAMETER_INVALID"),
                ("enabledEvents.0", "PARAMETER_INVALID"),
                ("enabledEvents.1", "PARAMETER_INVALID"),
                ("url", "URL_INVALID"),
            ],
        ),
        (
            "eventDestinationCreate",
            {
                "name": "d",
                "type": "AMAZON_EVENTBRIDGE",
                "eventPayload": "THIN",
                "enabledEvents": ["invoice.paid"],
                "snapshotApiVersion": "2024-12-18.acacia",
                "amazonEventbridge": {"awsAccountId": "1", "awsRegion": "here"},
            },
            [
                ("enabledEvents.0", "PARAMETER_INVALID"),
                ("snapshotApiVersion", "PARAMETER_UNKNOWN"),
                ("amazonEventbridge.awsAccountId", "PARAMETER_INVALID"),
                ("amazonEventbridge.awsRegion", "PARAMETER_INVALID"),
            ],
        ),
    ],
)
async def test_what_is_wrong_together_is_told_together(
    graph: Graph, mutation: str, given: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    refused = await graph.refusals(mutation, input=given)
    assert rows(refused) == told
    names = [name for each in refused for name in re.findall("`([^`]+)`", each["message"])]
    assert [name for name in names if "_" in name] == [field for field, _ in told if field == "metadata.my_key"]
    assert await graph.events() == []


@pytest.mark.parametrize(
    ("mutation", "given", "missing"),
    [
        (
            "customerCreate",
            {"name": "Ada", "coupon": "none", "paymentMethod": "pm_none", "testClock": "clock_none"},
            ["coupon", "paymentMethod", "testClock"],
        ),
        (
            "invoiceItemCreate",
            {"customer": "cus_none", "invoice": "in_none", "price": "price_none", "taxCode": "txcd_none"},
            ["customer", "invoice", "price", "taxCode"],
        ),
        (
            "subscriptionCreate",
            {"customer": "cus_none", "items": [{"price": "price_none"}], "promotionCode": "promo_none"},
            ["customer", "promotionCode"],
        ),
        # A test name is a payment method that is to be made.
        ("invoiceCreate", {"customer": "cus_none", "defaultPaymentMethod": "pm_card_visa"}, ["customer"]),
        (
            "invoiceCreate",
            {"customer": "cus_none", "defaultPaymentMethod": "pm_none", "subscription": "sub_none"},
            ["customer", "defaultPaymentMethod", "subscription"],
        ),
        ("quoteCreate", {"customer": "cus_none", "testClock": "clock_none"}, ["customer", "testClock"]),
        ("creditNoteCreate", {"invoice": "in_none", "refund": "re_none", "amount": 5}, ["invoice", "refund"]),
    ],
)
async def test_all_objects_that_are_missing_are_told_together(
    graph: Graph, mutation: str, given: dict[str, Any], missing: list[str]
) -> None:
    refused = await graph.refusals(mutation, input=given)
    assert sorted(rows(refused)) == [(field, "RESOURCE_MISSING") for field in missing]
    for each in refused:
        assert each["message"].startswith("No such ")
        assert each["message"].endswith(f": '{given[each['field']]}'")
    assert await graph.events() == []


ACCOUNT = {
    "email": "owner",
    "defaultCurrency": "zzz",
    "businessProfile": {
        "mcc": "57a4",
        "supportEmail": "us",
        "supportUrl": "us",
        "url": "rocket.example",
        "annualRevenue": {"amount": 1, "currency": "zzz", "fiscalYearEnd": "2024-02-30"},
    },
    "tosAcceptance": {"ip": "1.2.3"},
    "settings": {
        "branding": {"primaryColor": "blue"},
        "cardPayments": {"statementDescriptorPrefix": "R"},
        "payments": {"statementDescriptor": "ROCKET*RIDES"},
        "payouts": {"statementDescriptor": "12345", "schedule": {"delayDays": {"value": 1}}},
    },
}


async def test_an_accounts_mistakes_are_told_at_every_depth(graph: Graph) -> None:
    refused = await graph.refusals("accountUpdate", id=graph.tenant.account, input=ACCOUNT)
    assert sorted(rows(refused)) == [
        ("businessProfile.annualRevenue.currency", "PARAMETER_INVALID"),
        ("businessProfile.annualRevenue.fiscalYearEnd", "PARAMETER_INVALID"),
        ("businessProfile.mcc", "PARAMETER_INVALID"),
        ("businessProfile.supportEmail", "EMAIL_INVALID"),
        ("businessProfile.supportUrl", "URL_INVALID"),
        ("businessProfile.url", "URL_INVALID"),
        ("defaultCurrency", "PARAMETER_INVALID"),
        ("email", "EMAIL_INVALID"),
        ("settings.branding.primaryColor", "PARAMETER_INVALID"),
        ("settings.cardPayments.statementDescriptorPrefix", "PARAMETER_INVALID"),
        ("settings.payments.statementDescriptor", "INVALID_CHARACTERS"),
        ("settings.payouts.schedule.delayDays", "PARAMETER_INVALID_INTEGER"),
        ("settings.payouts.statementDescriptor", "PARAMETER_INVALID"),
        ("tosAcceptance.ip", "PARAMETER_INVALID"),
    ]


async def test_a_currency_is_kept_in_lower_case(graph: Graph) -> None:
    made = await graph.do("paymentIntentCreate", "currency", input={"amount": 2000, "currency": "EUR"})
    assert made == {"currency": "eur"}


async def test_sentences_name_fields_as_the_graph_does(graph: Graph) -> None:
    data = {"type": "US_BANK_ACCOUNT", "usBankAccount": {"accountHolderType": "COMPANY"}}
    given = {"amount": 2000, "currency": "usd", "paymentMethodData": data, "paymentMethodTypes": ["us_bank_account"]}
    refusal = await graph.refuse("paymentIntentCreate", input=given)
    assert refusal["field"] == "paymentMethodData.usBankAccount.routingNumber"
    assert refusal["message"] == "A bank account requires `routingNumber`."
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "paymentMethodData": data}
    refusal = await graph.refuse("paymentIntentCreate", input=given)
    assert refusal["message"] == "Give `paymentMethod` or `paymentMethodData`, not both."


async def test_states_are_written_as_the_enums_members(graph: Graph) -> None:
    intent = await make(graph, "paymentIntentCreate")
    refusal = await graph.refuse("paymentIntentCapture", id=intent)
    assert refusal["message"] == "This payment intent cannot capture while its `status` is REQUIRES_PAYMENT_METHOD."
    assert refusal["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


@pytest.mark.parametrize(
    ("card", "decline"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedLostCard", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "stolen_card"),
        ("pm_card_radarBlock", "fraudulent"),
    ],
)
async def test_payers_are_not_told_of_a_suspicion(graph: Graph, card: str, decline: str) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": card, "confirm": True}
    refusal = await graph.refuse("paymentIntentCreate", input=given)
    assert (refusal["type"], refusal["code"], refusal["declineCode"]) == ("CARD_ERROR", "CARD_DECLINED", decline)
    assert refusal["message"] == "Your card was declined. Contact your bank, or pay another way."

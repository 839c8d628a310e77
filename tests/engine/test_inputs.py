"""Inputs: what is left out and what is null, limits that name their field, and values that fit no type."""

from typing import Any

import pytest

from tests.factory import make
from tests.graph import Graph

FULL = {
    "name": "Ada",
    "email": "ada@example.com",
    "metadata": {"tier": "gold", "since": "2020"},
    "shipping": {"name": "Ada", "address": {"city": "London", "line1": "1 Main St"}},
    "preferredLocales": ["en", "fr"],
}
SHOWN = "name email metadata shipping { name phone address { city line1 country } } preferredLocales"


@pytest.fixture
async def ada(graph: Graph) -> str:
    made = await graph.do("customerCreate", "id", input=FULL)
    return str(made["id"])


async def test_what_is_left_out_stays(graph: Graph, ada: str) -> None:
    before = await graph.do("customerUpdate", SHOWN, id=ada, input={})
    assert before == {
        "name": "Ada",
        "email": "ada@example.com",
        "metadata": {"tier": "gold", "since": "2020"},
        "shipping": {
            "name": "Ada",
            "phone": None,
            "address": {"city": "London", "line1": "1 Main St", "country": None},
        },
        "preferredLocales": ["en", "fr"],
    }
    assert await graph.do("customerUpdate", SHOWN, id=ada) == before
    after = await graph.do("customerUpdate", SHOWN, id=ada, input={"name": "Grace"})
    assert after == {**before, "name": "Grace"}
    assert await graph.events() == ["customer.created", "customer.updated"]


async def test_null_clears(graph: Graph, ada: str) -> None:
    cleared = {"name": None, "email": None, "shipping": None, "metadata": None}
    after = await graph.do("customerUpdate", SHOWN, id=ada, input=cleared)
    assert after == {"name": None, "email": None, "metadata": {}, "shipping": None, "preferredLocales": ["en", "fr"]}


async def test_an_embedded_value_is_replaced_whole(graph: Graph, ada: str) -> None:
    given = {"shipping": {"name": "Grace", "address": {"country": "US"}}}
    after = await graph.do("customerUpdate", SHOWN, id=ada, input=given)
    assert after["shipping"] == {
        "name": "Grace",
        "phone": None,
        "address": {"city": None, "line1": None, "country": "US"},
    }


async def test_metadata_is_merged_by_key(graph: Graph, ada: str) -> None:
    async def merge(metadata: dict[str, Any]) -> Any:
        return (await graph.do("customerUpdate", "metadata", id=ada, input={"metadata": metadata}))["metadata"]

    assert await merge({"tier": "silver", "colour": "red"}) == {"tier": "silver", "since": "2020", "colour": "red"}
    assert await merge({"tier": None, "since": ""}) == {"colour": "red"}
    assert await merge({}) == {"colour": "red"}
    assert await merge({"n": 5, "yes": True, "share": 1.5}) == {
        "colour": "red",
        "n": "5",
        "yes": "true",
        "share": "1.5",
    }
    assert await merge({"missing": None}) == {"colour": "red", "n": "5", "yes": "true", "share": "1.5"}


@pytest.mark.parametrize(
    ("metadata", "field", "said"),
    [
        ({"k" * 41: "v"}, "metadata", "`metadata` must be a key of 1 to 40 characters"),
        ({"": "v"}, "metadata", "`metadata` must be a key of 1 to 40 characters"),
        ({"a[b]": "v"}, "metadata", "none a square bracket, such as order_id; it was 'a[b]'."),
        ({"the_key": "v" * 501}, "metadata.the_key", "`metadata.the_key` has at most 500 characters; 501 were given."),
        ({f"k{n}": "v" for n in range(51)}, "metadata", "Metadata holds at most 50 keys; this would make 51."),
    ],
)
async def test_metadata_has_limits(graph: Graph, metadata: dict[str, str], field: str, said: str) -> None:
    refusal = await graph.refuse("customerCreate", input={"metadata": metadata})
    assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", field)
    assert said in refusal["message"]
    assert await graph.events() == []


async def test_metadata_at_its_limits_is_taken(graph: Graph) -> None:
    metadata = {f"{n:040}": "v" * 500 for n in range(50)}
    made = await graph.do("customerCreate", "metadata", input={"metadata": metadata})
    assert made["metadata"] == metadata


@pytest.mark.parametrize(
    ("mutation", "given", "field", "said", "code"),
    [
        (
            "customerCreate",
            {"name": "x" * 257},
            "name",
            "`name` has at most 256 characters; 257 were given.",
            "PARAMETER_TOO_LONG",
        ),
        (
            "customerCreate",
            {"invoicePrefix": "AB"},
            "invoicePrefix",
            "`invoicePrefix` must be 3 to 12 upper-case letters or digits, such as ACME24; it was 'AB'.",
            "PARAMETER_INVALID",
        ),
        (
            "customerCreate",
            {"nextInvoiceSequence": 0},
            "nextInvoiceSequence",
            "`nextInvoiceSequence` must be 1 or more.",
            "PARAMETER_INVALID_INTEGER",
        ),
        (
            "customerCreate",
            {"invoiceSettings": {"customFields": [{"name": "a", "value": "b"}, {"name": "n" * 41, "value": "b"}]}},
            "invoiceSettings.customFields.1.name",
            "`invoiceSettings.customFields.1.name` has at most 40 characters; 41 were given.",
            "PARAMETER_TOO_LONG",
        ),
        (
            "customerCreate",
            {"invoiceSettings": {"customFields": [{"name": "a", "value": "b"}] * 5}},
            "invoiceSettings.customFields",
            "`invoiceSettings.customFields` has at most 4 entries; 5 were given.",
            "PARAMETER_TOO_LONG",
        ),
        (
            "priceCreate",
            {"currency": "usd", "unitAmount": -1, "productData": {"name": "Seat"}},
            "unitAmount",
            "`unitAmount` must be 0 or more.",
            "PARAMETER_INVALID_INTEGER",
        ),
        (
            "priceCreate",
            {"currency": "usd", "unitAmount": 1, "productData": {"name": ""}},
            "productData.name",
            "`productData.name` needs at least 1 character.",
            "PARAMETER_INVALID_EMPTY",
        ),
        (
            "productUpdate",
            {"name": None},
            "name",
            "`name` cannot be null. Leave the field out instead.",
            "PARAMETER_INVALID_EMPTY",
        ),
        (
            "productUpdate",
            {"packageDimensions": {"height": "0", "length": "1", "weight": "1", "width": "1"}},
            "packageDimensions.height",
            "`packageDimensions.height` must be greater than 0.",
            "PARAMETER_INVALID_INTEGER",
        ),
    ],
)
async def test_limits_name_their_field(
    graph: Graph, mutation: str, given: dict[str, Any], field: str, said: str, code: str
) -> None:
    arguments = {"id": await make(graph, "productCreate")} if mutation == "productUpdate" else {}
    before = await graph.events()
    refusal = await graph.refuse(mutation, **arguments, input=given)
    ours = code in ("PARAMETER_INVALID", "PARAMETER_TOO_LONG")
    url = None if ours else f"https://docs.stripe.com/error-codes/{code.lower().replace('_', '-')}"
    assert refusal == {
        "type": "INVALID_REQUEST_ERROR",
        "code": code,
        "declineCode": None,
        "message": said,
        "field": field,
        "docUrl": url,
    }
    assert await graph.events() == before


@pytest.mark.parametrize(
    ("mutation", "given", "said"),
    [
        ("paymentIntentCreate", {"amount": 2**53, "currency": "usd"}, "Int64 is exact between -(2^53-1) and 2^53-1"),
        (
            "paymentIntentCreate",
            {"amount": 1.5, "currency": "usd"},
            "Int64 takes a whole number without quotes, such as 2000; got 1.5.",
        ),
        (
            "paymentIntentCreate",
            {"amount": "5", "currency": "usd"},
            "Int64 takes a whole number without quotes, such as 2000; got '5'.",
        ),
        (
            "paymentIntentCreate",
            {"amount": True, "currency": "usd"},
            "Int64 takes a whole number without quotes, such as 2000; got True.",
        ),
        ("paymentIntentCreate", {"amount": None, "currency": "usd"}, "amount"),
        ("paymentIntentCreate", {"currency": "usd"}, "amount"),
        ("paymentIntentCreate", {"amount": 5, "currency": 5}, "Currency takes a three-letter ISO code"),
        ("customerCreate", {"taxExempt": "SOMETIMES"}, "SOMETIMES"),
        ("customerCreate", {"taxExempt": "none"}, "none"),
        ("customerCreate", {"colour": "red"}, "colour"),
        ("customerCreate", {"metadata": {"a": ["b"]}}, "Metadata values are strings; that of 'a' is not."),
        ("customerCreate", {"metadata": "gold"}, "Metadata takes an object whose values are strings, such as"),
        ("customerCreate", {"preferredLocales": [None]}, "preferredLocales"),
        ("testClockCreate", {"frozenTime": "2025-01-01T00:00:00"}, "DateTime needs an offset"),
        ("testClockCreate", {"frozenTime": "tomorrow"}, "DateTime takes ISO 8601 with an offset"),
        ("testClockCreate", {"frozenTime": 1735689600}, "DateTime takes ISO 8601 with an offset"),
        ("testClockCreate", {"frozenTime": "0001-01-01T00:00:00+14:00"}, "DateTime takes the years 1 to 9999 in UTC"),
        ("testClockCreate", {"frozenTime": "9999-12-31T23:59:59-14:00"}, "DateTime takes the years 1 to 9999 in UTC"),
        ("priceCreate", {"currency": "usd", "unitAmountDecimal": "one"}, "Decimal takes a number"),
        ("priceCreate", {"currency": "usd", "unitAmountDecimal": 1.5}, "Decimal takes a number"),
    ],
)
async def test_values_of_no_type_are_a_mistake_of_the_request(
    graph: Graph, mutation: str, given: dict[str, Any], said: str
) -> None:
    type_ = mutation[0].upper() + mutation[1:]
    document = f"mutation($input: {type_}Input!) {{ {mutation}(input: $input) {{ userErrors {{ code }} }} }}"
    error = await graph.error(document, input=given)
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("BAD_REQUEST", 400)
    assert said in error["message"]
    assert "data" not in graph.last
    assert await graph.events() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "a\0"}, "name"),
        ({"metadata": {"k": "\0"}}, "metadata.k"),
        ({"metadata": {"\0": "v"}}, "metadata"),
        ({"shipping": {"name": "a", "address": {"city": "\0"}}}, "shipping.address.city"),
        ({"preferredLocales": ["en", "\0"]}, "preferredLocales.1"),
    ],
)
async def test_no_text_holds_nul(graph: Graph, given: dict[str, Any], field: str) -> None:
    document = "mutation($input: CustomerCreateInput) { customerCreate(input: $input) { userErrors { code } } }"
    error = await graph.error(document, input=given)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", field)
    error = await graph.error('mutation { customerDelete(id: "\\u0000") { userErrors { code } } }')
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "id")


async def test_the_largest_amount_is_exact(graph: Graph) -> None:
    made = await graph.do("customerCreate", "balance { amount }", input={"balance": 2**53 - 1})
    assert made["balance"] == {"amount": 9007199254740991}
    made = await graph.do("customerCreate", "balance { amount }", input={"balance": 1 - 2**53})
    assert made["balance"] == {"amount": -9007199254740991}


async def test_moments_of_any_offset_are_told_in_utc(graph: Graph) -> None:
    made = await graph.do("testClockCreate", "frozenTime", input={"frozenTime": "2025-01-01T02:30:00+02:30"})
    assert made["frozenTime"] == "2025-01-01T00:00:00Z"


async def test_a_verb_without_required_input_can_go_without_any(graph: Graph) -> None:
    intent = await make(graph, "paymentIntentCreate")
    assert await graph.do("paymentIntentCancel", "status", id=intent) == {"status": "CANCELED"}

"""Params of the REST API become inputs by the types of the inputs."""

import pytest
from graphql import GraphQLInputObjectType

from tests.stories.stripe_cli.params import as_input, nested
from tests.stories.stripe_cli.paths import Operation, Unknown, operation
from tests.stories.stripe_cli.run import SCHEMA


def input_of(name: str) -> GraphQLInputObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLInputObjectType)
    return found


def test_keys_as_in_a_form_are_values_within_values() -> None:
    written = {"types[]": "card", "options[card][network]": "visa", "options[card][moto]": "true", "amount": 1}
    assert nested(written) == {"types": ["card"], "options": {"card": {"network": "visa", "moto": "true"}}, "amount": 1}


def test_a_map_is_a_list_whose_members_begin_with_the_key() -> None:
    given = {"unit_amount": "1500", "currency": "usd", "currency_options": {"eur": {"unit_amount": 1400}}}
    assert as_input(given, input_of("PriceCreateInput")) == {
        "unitAmount": 1500,
        "currency": "usd",
        "currencyOptions": [{"currency": "eur", "unitAmount": 1400}],
    }


def test_a_list_is_also_written_by_places() -> None:
    given = {"items": {"0": {"price": "price_1"}, "1": {"price": "price_2"}}}
    assert as_input(given, input_of("SubscriptionCreateInput")) == {
        "items": [{"price": "price_1"}, {"price": "price_2"}]
    }


def test_an_object_in_place_of_an_id_is_what_to_create() -> None:
    assert as_input({"product": {"name": "Tea"}}, input_of("PlanCreateInput")) == {"productData": {"name": "Tea"}}
    assert as_input({"product": "prod_1"}, input_of("PlanCreateInput")) == {"product": "prod_1"}


@pytest.mark.parametrize(("given", "input"), [("recurring", {"keyword": "RECURRING"}), ("true", {"value": True})])
def test_a_word_in_place_of_a_value_is_a_keyword(given: str, input: object) -> None:
    assert as_input({"off_session": given}, input_of("PaymentIntentCreateInput")) == {"offSession": input}


def test_an_empty_string_is_null_and_a_moment_a_moment() -> None:
    given = {"frozen_time": 1577836800, "name": ""}
    assert as_input(given, input_of("TestClockCreateInput")) == {
        "frozenTime": "2020-01-01T00:00:00+00:00",
        "name": None,
    }
    assert as_input({"frozen_time": "2020-01-01T00:00:00Z"}, input_of("TestClockCreateInput")) == {
        "frozenTime": "2020-01-01T00:00:00Z",
    }


def test_what_there_is_not_is_unknown() -> None:
    with pytest.raises(Unknown, match="PayoutCreateInput has no status"):
        as_input({"status": "failed"}, input_of("PayoutCreateInput"))
    with pytest.raises(Unknown, match="GET /v1/invoices/in_1/pay"):
        operation("GET", "/v1/invoices/in_1/pay")
    with pytest.raises(Unknown, match="POST /v1/mandates/mandate_1"):
        operation("POST", "/v1/mandates/mandate_1")


@pytest.mark.parametrize(
    ("method", "path", "meant"),
    [
        ("POST", "/v1/payment_intents", Operation("paymentIntentCreate")),
        ("POST", "/v1/payment_intents/pi_1", Operation("paymentIntentUpdate", "pi_1")),
        ("POST", "/v1/payment_intents/pi_1/cancel", Operation("paymentIntentCancel", "pi_1")),
        ("DELETE", "/v1/coupons/SPRING", Operation("couponDelete", "SPRING")),
        ("GET", "/v1/disputes", Operation("disputes", is_list=True)),
        ("GET", "/v1/invoices/in_1", Operation("invoice", "in_1", is_item=True)),
        ("POST", "/v2/billing/meter_event_stream", Operation("billingMeterEventSessionCreateEvents")),
        ("POST", "/v1/test_helpers/test_clocks/clock_1/advance", Operation("testClockAdvance", "clock_1")),
        (
            "POST",
            "/v1/test_helpers/customers/cus_1/fund_cash_balance",
            Operation("customerFundCashBalance", "cus_1"),
        ),
    ],
)
def test_a_path_means_an_operation(method: str, path: str, meant: Operation) -> None:
    assert operation(method, path) == meant

"""Values with a branch for each type of payment method, for tables that the house does not have yet."""

from collections.abc import Iterator
from typing import Any

from schema.derive.annotations import shape
from tests.graph import Graph
from tests.made_up.payment_methods import Agreement
from tests.shape.test_words import faults

MANDATE = {
    "amount": 1000,
    "amountType": "MAXIMUM",
    "currency": "inr",
    "interval": "MONTH",
    "intervalCount": 1,
    "reference": "abc",
    "startDate": "2025-01-01T00:00:00Z",
    "supportedTypes": ["INDIA"],
}
LINKING = {"permissions": ["PAYMENT_METHOD"], "prefetch": ["BALANCES"]}
GIVEN = {
    "setup": {
        "card": {
            "mandateOptions": MANDATE,
            "moto": False,
            "network": "VISA",
            "threeDSecure": {"version": "V2_2_0"},
        },
        "usBankAccount": {"networks": {"requested": ["ACH"]}, "mandateOptions": {"collectionMethod": "PAPER"}},
    },
    "checkout": {
        "card": {"installments": {"enabled": True}, "setupFutureUsage": "OFF_SESSION"},
        "usBankAccount": {"financialConnections": LINKING, "verificationMethod": "INSTANT"},
    },
    "invoice": {
        "card": {"installments": {"enabled": True, "plan": {"count": 3, "interval": "MONTH", "type": "FIXED_COUNT"}}},
        "usBankAccount": {"verificationMethod": "MICRODEPOSITS"},
    },
    "subscription": {
        "card": {"mandateOptions": {"amount": 500, "amountType": "FIXED"}, "requestThreeDSecure": "CHALLENGE"},
        "usBankAccount": {"financialConnections": LINKING | {"filters": {"accountSubcategories": ["SAVINGS"]}}},
    },
}
SHOWN = """
setup {
  card { mandateOptions { amount { amount currency } amountType currency reference } network requestThreeDSecure }
  usBankAccount { mandateOptions { collectionMethod } verificationMethod }
}
checkout {
  card { installments { enabled } requestThreeDSecure setupFutureUsage }
  usBankAccount { financialConnections { permissions prefetch returnUrl } verificationMethod }
}
invoice { card { installments { enabled } requestThreeDSecure } usBankAccount { verificationMethod } }
subscription {
  card { mandateOptions { amount { amount currency } amountType } requestThreeDSecure }
  usBankAccount { financialConnections { filters { accountSubcategories } } }
}
mandate { card type usBankAccount { collectionMethod } }
setupAttempt { card { brand last4 threeDSecure { result } wallet { type } } type usBankAccount }
"""


async def test_options_are_given_and_shown_by_type(graph: Graph) -> None:
    assert await graph.do("agreementCreate", SHOWN, input=GIVEN) == {
        "setup": {
            "card": {
                "mandateOptions": {
                    "amount": {"amount": 1000, "currency": "inr"},
                    "amountType": "MAXIMUM",
                    "currency": "inr",
                    "reference": "abc",
                },
                "network": "VISA",
                "requestThreeDSecure": "AUTOMATIC",
            },
            "usBankAccount": {"mandateOptions": {"collectionMethod": "PAPER"}, "verificationMethod": None},
        },
        "checkout": {
            "card": {
                "installments": {"enabled": True},
                "requestThreeDSecure": "AUTOMATIC",
                "setupFutureUsage": "OFF_SESSION",
            },
            "usBankAccount": {
                "financialConnections": {
                    "permissions": ["PAYMENT_METHOD"],
                    "prefetch": ["BALANCES"],
                    "returnUrl": None,
                },
                "verificationMethod": "INSTANT",
            },
        },
        "invoice": {
            "card": {"installments": {"enabled": True}, "requestThreeDSecure": None},
            "usBankAccount": {"verificationMethod": "MICRODEPOSITS"},
        },
        "subscription": {
            "card": {
                "mandateOptions": {"amount": {"amount": 500, "currency": "usd"}, "amountType": "FIXED"},
                "requestThreeDSecure": "CHALLENGE",
            },
            "usBankAccount": {"financialConnections": {"filters": {"accountSubcategories": ["SAVINGS"]}}},
        },
        "mandate": {"card": {}, "type": "card", "usBankAccount": None},
        "setupAttempt": {
            "card": {"brand": "visa", "last4": "4242", "threeDSecure": None, "wallet": None},
            "type": "card",
            "usBankAccount": None,
        },
    }


async def test_json_has_the_branches_that_are_set_as_stripe_has_them(graph: Graph) -> None:
    await graph.do("agreementCreate", "id", input={"invoice": {"card": {"requestThreeDSecure": "ANY"}}})
    found = await graph('{ events(where: { type: { eq: "agreement.created" } }) { nodes { data { object } } } }')
    made = found["events"]["nodes"][0]["data"]["object"]
    assert made["mandate"] == {"type": "card", "card": {}}
    assert made["invoice"] == {"card": {"installments": None, "request_three_d_secure": "any"}}
    assert made["setup_attempt"]["card"].keys() == {
        *("brand", "checks", "country", "description", "exp_month", "exp_year", "fingerprint", "funding", "iin"),
        *("issuer", "last4", "network", "three_d_secure", "wallet"),
    }


CREATE = "mutation($input: AgreementCreateInput!) { agreementCreate(input: $input) { __typename } }"


async def test_what_a_face_does_not_take_is_refused(graph: Graph) -> None:
    for options in (
        {"checkout": {"card": {"setupFutureUsage": "NONE"}}},
        {"checkout": {"usBankAccount": {"verificationMethod": "MICRODEPOSITS"}}},
        {"invoice": {"usBankAccount": {"financialConnections": {"returnUrl": "https://example.com"}}}},
        {"setup": {"card": {"threeDSecure": {"exemptionIndicator": "NONE"}}}},
    ):
        assert (await graph.error(CREATE, input=options))["extensions"]["code"] == "BAD_REQUEST", options
    free = {"setup": {"card": {"mandateOptions": MANDATE | {"amount": 0}}}}
    assert (await graph.refuse("agreementCreate", input=free))["field"] == "setup.card.mandateOptions.amount"


def test_they_are_described_in_the_fields_words() -> None:
    wrong = [(path, text, fault) for path, text in described(Agreement) for fault in faults(path, text)]
    assert [each for each in wrong if not each[0].startswith("Agreement")] == []


def described(kind: Any) -> Iterator[tuple[str, str]]:
    """The descriptions of a class, its fields, and what they lead to."""
    yield kind.__name__, (kind.__doc__ or "").strip()
    for name, info in kind.model_fields.items():
        yield f"{kind.__name__}.{name}", info.description or ""
        found = shape(info.annotation)
        if found.value:
            yield from described(found.value)
        elif isinstance(found.base, type) and found.enum:
            yield found.enum.__name__, (found.enum.__doc__ or "").strip()

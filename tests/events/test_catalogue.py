"""The catalogue is whole, and patterns choose from it what they say."""

import re

import pytest

from app import tables
from app.domain.events.catalogue import catalogue, chosen, matches
from app.domain.events.coming import COMING
from app.errors import BadRequest
from app.tables.families import Family


def test_every_type_is_there_once() -> None:
    assert len(catalogue) == 240
    assert len([type for type in catalogue if not type.startswith("treasury.")]) == 210
    declared = [table.events for table in tables.every()] + [each.events for each in tables.transients.values()]
    coming = [events for objects in COMING.values() for events in objects.values()]
    # Those about external accounts are declared by bank accounts and by cards.
    assert sum(map(len, declared + coming)) == 240 + 3
    assert catalogue["account.external_account.created"].object == "external_account"
    assert list(catalogue) == sorted(catalogue)


def test_every_type_is_described_in_a_sentence_of_its_own_object() -> None:
    for type in catalogue.values():
        assert type.description[0].isupper()
        assert type.description.endswith(".")
        words = re.findall(r"[a-z]+", type.description.lower())
        assert len(words) >= 4
        assert {"anew", "beneath", "leave", "nought", "told", "whoever"}.isdisjoint(words)
        assert type.object
    assert catalogue["charge.refund.updated"].object == "refund"
    assert catalogue["billing.alert.triggered"].object == "billing.alert_triggered"


def test_three_types_are_delivered_on_request_alone() -> None:
    assert [type.name for type in catalogue.values() if type.on_request] == [
        "identity.verification_session.redacted",
        "issuing_authorization.request",
        "reporting.report_type.updated",
    ]


def test_a_table_declares_its_events_and_their_sentences() -> None:
    for table in tables.by_name.values():
        for word, description in table.events.items():
            type = catalogue[table.event_type(word)]
            assert type.object in (table.object_name, *table.unions)
            assert (type.family, type.description) == (table.family, description)
    assert catalogue["test_helpers.test_clock.ready"].description == "A test clock reached its new time and is ready."
    assert catalogue["balance.available"].family is Family.CORE_RESOURCES


@pytest.mark.parametrize(
    ("pattern", "type", "fits"),
    [
        ("*", "invoice.paid", True),
        ("invoice.paid", "invoice.paid", True),
        ("invoice.*", "invoice.paid", True),
        ("invoice.*", "invoiceitem.created", False),
        ("customer.*", "customer.subscription.created", True),
        ("customer.subscription.*", "customer.created", False),
        ("*.created", "customer.subscription.created", True),
        ("*.created", "customer.updated", False),
        ("invoice.pai*", "invoice.paid", False),
        ("invoice.p.id", "invoice.paid", False),
        ("", "invoice.paid", False),
    ],
)
def test_patterns(pattern: str, type: str, fits: bool) -> None:
    assert matches(pattern, type) is fits


def test_patterns_choose_together() -> None:
    assert chosen(["coupon.*", "plan.created", "plan.*"]) == {
        "coupon.created",
        "coupon.deleted",
        "coupon.updated",
        "plan.created",
        "plan.deleted",
        "plan.updated",
    }
    assert chosen(["*"]) == catalogue.keys()


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("invoice.piad", "Did you mean invoice.paid"),
        ("invoise.*", "Did you mean invoice.*"),
        ("qqqqq", "Name a type such as invoice.paid, or a pattern such as invoice.*."),
        ("", "Name a type"),
        ("*." * 5_000 + "*", "There is no event type"),
    ],
)
def test_a_pattern_that_chooses_nothing_is_refused_with_near_ones(pattern: str, hint: str) -> None:
    with pytest.raises(BadRequest) as refused:
        chosen(["invoice.paid", pattern], field="enabledEvents")
    assert hint in refused.value.message
    assert len(refused.value.message) < 300
    assert refused.value.field == "enabledEvents"

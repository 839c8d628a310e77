"""Discounts, credits and taxes on the lines of an invoice, to the minor unit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.engine.bill import Item, bill
from app.domain.billing.engine.credits import Grant, Used
from app.domain.billing.engine.discounts import Discount, Taken
from app.domain.billing.engine.taxes import Rate, Tax
from app.tables.core_resources.customer import CustomerTaxExempt
from app.tables.shapes.tax_amounts import TaxabilityReason

TENTH = Discount("tenth", percent_off=Decimal(10))
VAT = Rate("vat", Decimal(19), inclusive=True)
SALES = Rate("sales", Decimal("8.25"))


def test_a_percentage_is_rounded_once_for_all_lines() -> None:
    made = bill([Item(333), Item(333), Item(333)], discounts=[TENTH])
    # 10 % of 999 is 99.9, or 100: 33, 33 and 34.
    assert [line.discounts for line in made.lines] == [[Taken("tenth", each)] for each in (33, 33, 34)]
    assert (made.subtotal, made.total) == (999, 899)
    assert made.discounts == [Taken("tenth", 100)]


def test_discounts_follow_each_other_and_stop_at_nothing() -> None:
    fifty = Discount("fifty", percent_off=Decimal(50))
    made = bill([Item(1000, discounts=[fifty]), Item(200)], discounts=[Discount("off", amount_off=600), TENTH])
    # The first line is left with 500. 600 of 700 are split 5 to 2: 428.57 and 171.43. 10 % of the other 100 are 10.
    assert made.discounts == [Taken("fifty", 500), Taken("off", 600), Taken("tenth", 10)]
    assert [line.total for line in made.lines] == [65, 25]
    assert bill([Item(500)], discounts=[Discount("off", amount_off=600), TENTH]).total == 0


def test_a_coupon_for_products_leaves_the_others_alone() -> None:
    only = Discount("only", percent_off=Decimal(50), products=frozenset({"prod_1"}))
    made = bill([Item(100, product="prod_1"), Item(100, product="prod_2"), Item(100)], discounts=[only])
    assert [line.total for line in made.lines] == [50, 100, 100]


def test_credits_of_a_line_are_not_discounted() -> None:
    made = bill([Item(1000), Item(-300), Item(100, discountable=False)], discounts=[TENTH])
    assert [line.total for line in made.lines] == [900, -300, 100]


def test_taxes_within_a_price_and_beside_it() -> None:
    made = bill([Item(1190, rates=[VAT, SALES])])
    # 1190 holds 19 % of 1000, and the other tax is 8.25 % of these: 82.5, or 83.
    assert made.taxes == [Tax("vat", True, 1000, 190), Tax("sales", False, 1000, 83)]
    assert (made.subtotal, made.subtotal_excluding_tax) == (1190, 1000)
    assert (made.tax, made.total, made.total_excluding_tax) == (273, 1273, 1000)


def test_taxes_are_on_what_discounts_and_credits_left() -> None:
    made = bill(
        [Item(1000, rates=[SALES], metered=True), Item(1000, rates=[SALES])],
        discounts=[TENTH],
        grants=[Grant("first", 100), Grant("second", 5000)],
    )
    assert made.credits == [Used("first", 100), Used("second", 800)]
    # 8.25 % of 900 is 74.25.
    assert [[tax.amount for tax in line.taxes] for line in made.lines] == [[0], [74]]
    assert (made.total, made.lines[0].amount_excluding_tax) == (974, 1000)


def test_taxes_that_were_worked_out_elsewhere_stand_as_they_are() -> None:
    given = [Tax("sales", False, 1000, 89), Tax("vat", True, 1000, 160)]
    made = bill([Item(1000, rates=[SALES], taxes=given)], discounts=[TENTH])
    assert made.taxes == given
    # 1000 less 100, and 89 on top; 160 are within.
    assert (made.total, made.tax, made.lines[0].amount_excluding_tax) == (989, 249, 840)


def test_customers_who_are_exempt_pay_no_tax() -> None:
    made = bill([Item(1190, rates=[VAT, SALES])], exempt=CustomerTaxExempt.REVERSE)
    reason = TaxabilityReason.REVERSE_CHARGE
    assert made.taxes == [Tax("vat", True, 0, 0, reason), Tax("sales", False, 0, 0, reason)]
    assert (made.tax, made.total, made.subtotal_excluding_tax) == (0, 1190, 1190)


def test_shipping_is_taxed_but_neither_discounted_nor_part_of_the_subtotal() -> None:
    made = bill([Item(1000, rates=[SALES])], shipping=Item(500, rates=[SALES]), discounts=[TENTH])
    assert (made.subtotal, made.total) == (1000, 900 + 74 + 500 + 41)
    assert made.taxes == [Tax("sales", False, 1400, 115)]


percent = st.decimals(0, 100, places=2)
discounts = st.one_of(
    st.builds(Discount, st.uuids().map(str), percent),
    st.builds(Discount, st.uuids().map(str), st.none(), st.integers(0, 10**6)),
)
rates = st.builds(Rate, st.uuids().map(str), st.decimals(0, 100, places=4), st.booleans())
items = st.builds(
    Item,
    st.integers(-(10**6), 10**6),
    metered=st.booleans(),
    discountable=st.booleans(),
    discounts=st.lists(discounts, max_size=2),
    rates=st.lists(rates, max_size=3),
)


@given(
    st.lists(items, max_size=6),
    st.lists(discounts, max_size=3),
    st.lists(st.builds(Grant, st.uuids().map(str), st.integers(0, 10**6)), max_size=2),
    st.one_of(st.none(), st.builds(Item, st.integers(0, 10**6), rates=st.lists(rates, max_size=2))),
)
def test_a_bill_adds_up(
    items: list[Item], discounts: list[Discount], grants: list[Grant], shipping: Item | None
) -> None:
    made = bill(items, discounts=discounts, grants=grants, shipping=shipping)
    exclusive = sum(tax.amount for tax in made.taxes if not tax.inclusive)
    off = sum(taken.amount for taken in made.discounts) + sum(used.amount for used in made.credits)
    assert made.total == made.subtotal - off + exclusive + (shipping.amount if shipping else 0)
    assert made.tax == sum(tax.amount for tax in made.taxes)
    for line in made.lines:
        taken = [*(each.amount for each in line.discounts), *(each.amount for each in line.credits)]
        assert all(amount > 0 for amount in taken)
        assert sum(taken) <= max(line.amount, 0)
    for grant in grants:
        assert sum(used.amount for used in made.credits if used.grant == grant.id) <= grant.amount

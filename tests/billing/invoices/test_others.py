"""What belongs to another account cannot be used for an invoice, and looks like what is nowhere."""

import pytest

from app.database import Database
from app.tables.core_resources.mandate import Mandate
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.products.coupon import Coupon
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.products.promotion_code import PromotionCode
from app.tables.products.tax_rate import TaxRate
from tests.billing.invoices.biller import Biller
from tests.factory import id_of, insert, row_of
from tests.graph import Graph
from tests.outsiders import Views
from tests.outsiders import views as views


@pytest.fixture
async def their_price(stranger: Graph) -> str:
    given = {"currency": "usd", "unitAmount": 100, "productData": {"name": "Seat"}}
    return str((await stranger.do("priceCreate", "id", input=given))["id"])


async def test_lines_take_nothing_of_others(biller: Biller, stranger: Graph, their_price: str) -> None:
    draft = await biller.draft(await biller.payer(), 1000)
    line = draft["lines"]["nodes"][0]["id"]
    coupon = (await stranger.do("couponCreate", "id", input={"percentOff": "10"}))["id"]
    rate = {"displayName": "VAT", "percentage": "10", "inclusive": False}
    tax = (await stranger.do("taxRateCreate", "id", input=rate))["id"]
    for change, field in (
        ({"price": their_price}, "price"),
        ({"discounts": [{"coupon": coupon}]}, "discounts.0.coupon"),
        ({"taxRates": [tax]}, "taxRates.0"),
    ):
        whole = await biller.graph.refuse(
            "invoiceUpdateLines", id=draft["id"], input={"lines": [{"id": line, **change}]}
        )
        assert (whole["code"], whole["field"]) == ("RESOURCE_MISSING", f"lines.0.{field}")
        alone = await biller.graph.refuse("invoiceLineItemUpdate", id=line, input=change)
        assert (alone["code"], alone["field"]) == ("RESOURCE_MISSING", field)
    for verb in ("UpdateLines", "RemoveLines"):
        extra = {"behavior": "DELETE"} if verb == "RemoveLines" else {}
        refusal = await biller.refused(verb, draft["id"], lines=[{"id": "il_nowhere", **extra}])
        assert refusal == ("RESOURCE_MISSING", "lines.0.id")
    assert await biller.invoice(draft["id"]) == draft


async def test_a_payment_method_of_others_pays_nothing(biller: Biller, stranger: Graph) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    card = (await stranger.do("paymentMethodCreate", "id", input={"type": "CARD", "card": {"token": "tok_visa"}}))["id"]
    assert await biller.refused("Pay", invoice["id"], paymentMethod=card) == ("RESOURCE_MISSING", "paymentMethod")
    code, field = await biller.refused("Pay", invoice["id"], mandate="mandate_nowhere")
    assert (code, field) == ("RESOURCE_MISSING", "mandate")
    assert (await biller.invoice(invoice["id"]))["status"] == "OPEN"


TAKEN = (Coupon, Mandate, PaymentMethod, Price, Product, PromotionCode, TaxRate)


async def test_nor_can_what_siblings_and_platforms_have(views: Views, database: Database) -> None:
    """Nor what an account has that is connected to the platform, or was."""
    for place, view in enumerate(views.alone, 1):
        coupon, mandate, card, price, product, code, tax = (id_of(table, place) for table in TAKEN)
        changes = (
            ({"price": price}, "price"),
            ({"priceData": {"currency": "usd", "unitAmount": 100, "product": product}}, "priceData.product"),
            ({"discounts": [{"coupon": coupon}]}, "discounts.0.coupon"),
            ({"discounts": [{"promotionCode": code}]}, "discounts.0.promotionCode"),
            ({"taxRates": [tax]}, "taxRates.0"),
        )
        owners = view.owners.values()
        await insert(database, [row_of(table, owner.tenant, place) for table in TAKEN for owner in owners])
        for who, viewer in view.viewers.items():
            biller = Biller(viewer, database)
            customer = await biller.payer()
            draft, bill = await biller.draft(customer, 1000), await biller.bill(customer, 1000)
            line = draft["lines"]["nodes"][0]["id"]
            for change, field in changes:
                input = {"lines": [{"id": line, **change}]}
                whole = await viewer.refuse("invoiceUpdateLines", id=draft["id"], input=input)
                assert (whole["code"], whole["field"]) == ("RESOURCE_MISSING", f"lines.0.{field}"), who
                alone = await viewer.refuse("invoiceLineItemUpdate", id=line, input=change)
                assert (alone["code"], alone["field"]) == ("RESOURCE_MISSING", field), who
            for field, id in (("paymentMethod", card), ("mandate", mandate)):
                assert await biller.refused("Pay", bill["id"], **{field: id}) == ("RESOURCE_MISSING", field), who
            assert await biller.invoice(draft["id"]) == draft
            assert (await biller.invoice(bill["id"]))["status"] == "OPEN"

"""What the roastery takes off, adds as tax, and charges for delivery."""

from datetime import timedelta
from decimal import Decimal

from app.domain import crud
from app.domain.products import coupons, promotion_codes, shipping_rates
from app.domain.tx import Tx
from app.tables.products.coupon import CouponCurrencyOption, CouponDuration
from app.tables.products.promotion_code import PromotionCodeRestrictionsParams
from app.tables.products.shipping_rate import (
    ShippingRateDeliveryEstimate,
    ShippingRateDeliveryEstimateBound,
    ShippingRateDeliveryEstimateUnit,
    ShippingRateFixedAmountCurrencyOptionParams,
    ShippingRateFixedAmountParams,
)
from app.tables.products.tax_rate import TaxRate, TaxRateTaxType

WHOLESALE = "WHOLESALE"
"""The coupon that every business has."""
DAYS = ShippingRateDeliveryEstimateUnit.BUSINESS_DAY


async def offer(tx: Tx) -> None:
    """Make the coupons, the codes for them, the tax rates and the shipping rates."""
    await coupons.create(tx, id=WHOLESALE, name="Wholesale", percent_off=Decimal(10), duration=CouponDuration.FOREVER)
    await coupons.create(
        tx,
        id="FIRSTBAG",
        name="First bag",
        amount_off=500,
        currency="usd",
        currency_options=[CouponCurrencyOption(currency=currency, amount_off=500) for currency in ("eur", "gbp")],
    )
    first = PromotionCodeRestrictionsParams(first_time_transaction=True)
    await promotion_codes.create(tx, coupon="FIRSTBAG", code="WELCOME", restrictions=first)
    await coupons.create(
        tx,
        id="HARVEST",
        name="New harvest",
        percent_off=Decimal(15),
        duration=CouponDuration.REPEATING,
        duration_in_months=3,
        redeem_by=tx.now + timedelta(days=120),
    )
    await promotion_codes.create(tx, coupon="HARVEST", code="HARVEST15", max_redemptions=200)
    for country, name, percentage in (("DE", "MwSt", "19"), ("GB", "VAT", "20")):
        values = {"tax_type": TaxRateTaxType.VAT, "percentage": Decimal(percentage), "inclusive": True}
        await crud.create(tx, TaxRate, {**values, "country": country, "jurisdiction": country, "display_name": name})
    for name, amount, least, most in (("Post", 500, 3, 7), ("Express", 1500, 1, 2)):
        await shipping_rates.create(
            tx,
            display_name=name,
            fixed_amount=ShippingRateFixedAmountParams(
                amount=amount,
                currency="usd",
                currency_options=[ShippingRateFixedAmountCurrencyOptionParams(currency="eur", amount=amount)],
            ),
            delivery_estimate=ShippingRateDeliveryEstimate(
                minimum=ShippingRateDeliveryEstimateBound(unit=DAYS, value=least),
                maximum=ShippingRateDeliveryEstimateBound(unit=DAYS, value=most),
            ),
            tax_code_id="txcd_92010001",
        )

"""Products, their prices, and what changes what is paid for them: discounts, taxes, shipping."""

from app.domain.products import coupons, prices, products, promotion_codes, shipping_rates
from app.tables.products.coupon import Coupon
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.products.promotion_code import PromotionCode
from app.tables.products.shipping_rate import ShippingRate
from app.tables.products.tax_code import TaxCode
from app.tables.products.tax_rate import TaxRate
from schema.derive.operations import Exposed

family = (
    Exposed(Product, create=products.create, update=products.update, delete=products.delete),
    Exposed(Price, create=prices.create, update=prices.update),
    Exposed(Coupon, create=coupons.create, update=coupons.update, delete=coupons.delete),
    Exposed(PromotionCode, create=promotion_codes.create, update=promotion_codes.update),
    Exposed(TaxCode),
    Exposed(TaxRate, create=True, update=True),
    Exposed(ShippingRate, create=shipping_rates.create, update=shipping_rates.update),
)

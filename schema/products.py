"""Products and their prices, as the graph shows them."""

from app.domain.products import prices, products
from app.tables.products.price import Price
from app.tables.products.product import Product
from schema.derive.operations import Exposed

family = (
    Exposed(Product, create=products.create, update=products.update, delete=products.delete),
    Exposed(Price, create=prices.create, update=prices.update),
)

"""A merchant whose customers see their invoices; whatever happens, the books balance."""

from tests.billing.invoices.conftest import biller as biller
from tests.stories.conftest import books_balance as books_balance

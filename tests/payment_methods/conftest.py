"""The merchant whose payment methods are tested."""

from tests.core_resources.payments.conftest import shop as shop
from tests.merchant import merchant as merchant

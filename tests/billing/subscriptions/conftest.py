"""The merchant whose customers subscribe."""

from tests.merchant import merchant as merchant

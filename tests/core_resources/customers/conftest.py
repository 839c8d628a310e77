"""The merchant whose doings are tested."""

from tests.merchant import merchant as merchant

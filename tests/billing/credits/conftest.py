"""The merchant who grants credits."""

from tests.merchant import merchant as merchant

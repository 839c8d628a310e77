"""The rows of country specs, from `country_specs.json`: lists are texts there, and what countries share stands once.

Who adds a country writes a migration, too.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("country_specs.json")

Banks = dict[str, str]
"""By currency, the countries of the bank accounts."""


def country_specs() -> list[dict[str, Any]]:
    """A row for each country, by column, as JSON has its values; in the order of their codes."""
    found = json.loads(_FILE.read_text())
    currencies, transfers = found["currencies"], found["transfers"]
    verification = {
        name: {type: {level: paths.split() for level, paths in levels.items()} for type, levels in types.items()}
        for name, types in found["verification"].items()
    }
    common = {"account_id": "", "livemode": False, "created": datetime(2024, 12, 18, tzinfo=UTC)}
    return [
        {
            **common,
            "id": id,
            "default_currency": spec["default_currency"],
            "supported_bank_account_currencies": [
                {"currency": currency, "countries": countries.split()}
                for currency, countries in _banks(spec["bank_account_currencies"], found["banks"]).items()
            ],
            "supported_payment_currencies": currencies.get(
                spec["payment_currencies"], spec["payment_currencies"]
            ).split(),
            "supported_payment_methods": spec["payment_methods"].split(),
            "supported_transfer_countries": transfers.get(
                spec["transfer_countries"], spec["transfer_countries"]
            ).split(),
            "verification_fields": verification[spec["verification"]],
        }
        for id, spec in found["countries"].items()
    ]


def _banks(given: str | Banks, shared: dict[str, Banks]) -> Banks:
    """The bank accounts of a country: those that several countries share, or its own, before the ones that it shares
    with those at `+`."""
    if isinstance(given, str):
        return shared[given]
    own = {currency: countries for currency, countries in given.items() if currency != "+"}
    return own | shared[given["+"]] if "+" in given else own

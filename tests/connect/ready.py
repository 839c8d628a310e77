"""What `connected.create` makes an account of that is enabled at once: the values of `app.cli.ready`."""

from typing import Any

from pydantic.alias_generators import to_snake

from app.cli.ready import ready_input
from app.tables.connect.account import AccountBusinessProfile, AccountBusinessType, AccountKind, AccountTosAcceptance
from app.tables.connect.account_capabilities import AccountCapabilitiesParams
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.core_resources.token_people import TokenIndividualParams


def ready_values(kind: AccountKind = AccountKind.CUSTOM, country: str = "US") -> dict[str, Any]:
    """The arguments, of someone who does business alone."""
    given = _snake(ready_input(kind.value.upper(), country))
    document = given["individual"].get("verification", {}).get("document")
    if document is not None:
        document["front_id"] = document.pop("front")
    return {
        "business_profile": AccountBusinessProfile(**given["business_profile"]),
        "business_type": AccountBusinessType.INDIVIDUAL,
        "capabilities": AccountCapabilitiesParams(**given["capabilities"]),
        "country": country,
        "external_account": AccountExternalAccountParams(**given["external_account"]),
        "individual": TokenIndividualParams(**given["individual"]),
        "tos_acceptance": AccountTosAcceptance.model_validate(given["tos_acceptance"]),
        "type": kind,
    }


def _snake(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {to_snake(key).replace("line_", "line"): _snake(each) for key, each in value.items()}

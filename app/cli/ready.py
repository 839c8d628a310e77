"""The input of `accountCreate` that has a new account enabled at once, by values of test mode that match at once."""

from typing import Any

from app.network.identity import ADDRESS, AT_ONCE, DOB_AT_ONCE

CAPABILITIES = {"cardPayments": {"requested": True}, "transfers": {"requested": True}}
BANK_ACCOUNT = {"token": "btok_us_verified"}
"""Where the account is paid out to."""
TERMS = {"date": "2025-01-01T00:00:00Z", "ip": "127.0.0.1"}
_ADDRESS = {"city": "Springfield", "line1": ADDRESS, "postalCode": "12345", "state": "NY"}
_YEAR, _MONTH, _DAY = DOB_AT_ONCE
_KANA = {"firstNameKana": "ジェニー", "lastNameKana": "ローゼン", "firstNameKanji": "珍妮", "lastNameKanji": "羅"}
_DOCUMENT = {"document": {"front": "file_identity_document_success"}}


def ready_input(kind: str = "CUSTOM", country: str = "US") -> dict[str, Any]:
    """What an account of a type and a country is created with, of someone who does business alone."""
    person: dict[str, Any] = {
        "address": _ADDRESS,
        "dob": {"day": _DAY, "month": _MONTH, "year": _YEAR},
        "email": "jenny.rosen@example.com",
        "firstName": "Jenny",
        "fullNameAliases": [],
        "idNumber": AT_ONCE,
        "lastName": "Rosen",
        "nationality": "US",
        "phone": "+15555550123",
        "relationship": {"title": "Owner"},
    }
    if country == "JP":
        written = {name: value for name, value in _ADDRESS.items() if name != "city"}
        person |= _KANA | {"addressKana": written, "addressKanji": written, "verification": _DOCUMENT}
    return {
        "type": kind,
        "country": country,
        "businessProfile": {
            "mcc": "5734",
            "productDescription": "Spare parts of rockets",
            "supportPhone": "+15555550123",
            "url": "https://accessible.stripe.com",
        },
        "businessType": "INDIVIDUAL",
        "capabilities": CAPABILITIES,
        "externalAccount": BANK_ACCOUNT,
        "individual": person,
        "tosAcceptance": TERMS,
    }


READY = ready_input()
"""What an account of the United States is created with."""

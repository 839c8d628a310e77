"""The bank accounts and cards of a shop, as stories add and read them."""

from typing import Any

from tests.stories.shop import Shop

CREATED, DELETED, UPDATED = (f"account.external_account.{word}" for word in ("created", "deleted", "updated"))
PROOF = "documents.bank_account_ownership_verification.files"
US = {"routingNumber": "110000000", "accountNumber": "000123456789"}
BANK = """
    id object account { id } accountHolderName accountHolderType accountType availablePayoutMethods bankName country
    currency defaultForCurrency fingerprint last4 metadata routingNumber status livemode deleted
    requirements { currentlyDue errors { code requirement } pastDue pendingVerification }
    futureRequirements { currentlyDue errors { code } pastDue pendingVerification }
"""
CARD = """
    id object account { id } addressCity addressCountry addressLine1 addressLine1Check addressLine2 addressState
    addressZip addressZipCheck allowRedisplay availablePayoutMethods brand country currency cvcCheck defaultForCurrency
    description dynamicLast4 expMonth expYear fingerprint funding iin issuer last4 metadata name networks { preferred }
    regulatedStatus status tokenizationMethod livemode deleted
"""
NOTHING_DUE: dict[str, list[str]] = {"currentlyDue": [], "errors": [], "pastDue": [], "pendingVerification": []}


async def add_bank(shop: Shop, /, fields: str = BANK, **given: Any) -> dict[str, Any]:
    options = {name: given.pop(name) for name in ("defaultForCurrency", "metadata", "account") if name in given}
    return await shop.graph.do("bankAccountCreate", fields, input={"externalAccount": given or US, **options})


async def add_card(shop: Shop, /, fields: str = CARD, **given: Any) -> dict[str, Any]:
    options = {name: given.pop(name) for name in ("defaultForCurrency", "metadata") if name in given}
    given = given or {"token": "tok_visa_debit_us_transferSuccess"}
    return await shop.graph.do("cardCreate", fields, input={"externalAccount": given, **options})


async def refused(shop: Shop, mutation: str, **arguments: Any) -> list[tuple[str, str]]:
    """The code and the field of each refusal, after which nothing has changed."""
    async with shop.nothing_changes():
        return [(each["code"], each["field"]) for each in await shop.graph.refusals(mutation, **arguments)]


async def bank_account(shop: Shop, id: str, fields: str = BANK) -> dict[str, Any]:
    found = await shop.graph(f"query ($id: ID!) {{ it: bankAccount(id: $id) {{ {fields} }} }}", id=id)
    return dict(found["it"])


async def every(shop: Shop, fields: str = "id") -> list[dict[str, Any]]:
    """The account's, the oldest first; of those of one second, bank accounts first."""
    document = f"""{{ account {{ externalAccounts(first: 100, orderBy: [{{field: CREATED}}, {{field: ID}}]) {{ nodes {{
        ... on BankAccount {{ {fields} }} ... on Card {{ {fields} }} }} }} }} }}"""
    found: list[dict[str, Any]] = (await shop.graph(document))["account"]["externalAccounts"]["nodes"]
    return found

"""Customers who pay by bank transfer: what stories about cash balances ask and do."""

from typing import Any

from tests.stories.shop import Shop

ASKED = ["payment_intent.created", "payment_intent.requires_action"]
MOVED = "customer_cash_balance_transaction.created"
PAID = ["charge.succeeded", "payment_intent.succeeded"]
CASH = """
query ($id: ID!) { customer(id: $id) {
    cashBalance { available { currency amount { amount } } settings { reconciliationMode usingMerchantDefault } }
    cashBalanceTransactions(first: 50, orderBy: [{field: CREATED, direction: ASC}]) {
        nodes {
            id type netAmount { amount } endingBalance { amount } currency
            appliedToPayment { paymentIntent { id } } unappliedFromPayment { paymentIntent { id } }
            refundedFromPayment { refund { id } }
            transferredToBalance { balanceTransaction { type amount { amount } source { __typename } } }
            adjustedForOverdraft { balanceTransaction { type amount { amount } } linkedTransaction { id type } }
            funded { bankTransfer {
                type reference euBankTransfer { ibanLast4 senderName } usBankTransfer { network senderName }
            } }
        }
    }
} }
"""
ACTION = """
query ($id: ID!) { paymentIntent(id: $id) { status nextAction { type displayBankTransferInstructions {
    type currency amountRemaining { amount } reference hostedInstructionsUrl
    financialAddresses {
        type supportedNetworks
        aba { accountHolderName accountNumber routingNumber bankName }
        swift { accountNumber swiftCode }
        iban { iban bic country }
        sortCode { accountNumber sortCode }
        spei { clabe bankCode }
        zengin { accountNumber bankCode branchCode accountType }
    }
} } } }
"""
TYPES = {
    "eur": "EU_BANK_TRANSFER",
    "gbp": "GB_BANK_TRANSFER",
    "jpy": "JP_BANK_TRANSFER",
    "mxn": "MX_BANK_TRANSFER",
    "usd": "US_BANK_TRANSFER",
}


def by_transfer(currency: str = "usd", **transfer: Any) -> dict[str, Any]:
    if currency == "eur":
        transfer = {"euBankTransfer": {"country": "IE"}} | transfer
    given = {"fundingType": "BANK_TRANSFER", "bankTransfer": {"type": TYPES[currency]} | transfer}
    return {"currency": currency, "paymentMethodOptions": {"customerBalance": given}}


async def pay(shop: Shop, customer: str, amount: int = 2000, currency: str = "usd", **input: Any) -> dict[str, Any]:
    given = {
        "amount": amount,
        "customer": customer,
        "confirm": True,
        "paymentMethodTypes": ["customer_balance"],
        "paymentMethodData": {"type": "CUSTOMER_BALANCE"},
    }
    return await shop.intent(**given | by_transfer(currency) | input)


async def fund(shop: Shop, customer: str, amount: int, currency: str = "usd", **input: Any) -> dict[str, Any]:
    """The transaction that added the funds."""
    data = await shop.graph(
        "mutation ($id: ID!, $input: CustomerFundCashBalanceInput!) { it: customerFundCashBalance(id: $id, input: "
        "$input) { customerCashBalanceTransaction { id type netAmount { amount } endingBalance { amount } } "
        "userErrors { field code } } }",
        id=customer,
        input={"amount": amount, "currency": currency} | input,
    )
    assert data["it"]["userErrors"] == []
    found: dict[str, Any] = data["it"]["customerCashBalanceTransaction"]
    return found


async def cash(shop: Shop, customer: str) -> dict[str, int]:
    found = (await shop.graph(CASH, id=customer))["customer"]["cashBalance"]["available"] or []
    return {each["currency"]: each["amount"]["amount"] for each in found}


async def moves(shop: Shop, customer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await shop.graph(CASH, id=customer))["customer"]["cashBalanceTransactions"]["nodes"]
    return sorted(found, key=lambda each: str(each["id"]))


async def steps(shop: Shop, customer: str) -> list[tuple[str, int, int]]:
    """Type, net amount and ending balance of each transaction, the oldest first."""
    return [
        (each["type"], each["netAmount"]["amount"], each["endingBalance"]["amount"])
        for each in await moves(shop, customer)
    ]


async def instructions(shop: Shop, intent: dict[str, Any]) -> dict[str, Any]:
    found = (await shop.graph(ACTION, id=intent["id"]))["paymentIntent"]["nextAction"]
    assert found["type"] == "display_bank_transfer_instructions"
    shown: dict[str, Any] = found["displayBankTransferInstructions"]
    return shown


BACK = """
    id status failureReason amount { amount } charge { id } paymentIntent { id }
    balanceTransaction { type amount { amount } }
    destinationDetails {
        type customerCashBalance usBankTransfer { referenceStatus } euBankTransfer { referenceStatus }
    }
    nextAction { type displayDetails { expiresAt emailSent { emailSentAt emailSentTo } } }
"""


async def give_back(shop: Shop, **input: Any) -> dict[str, Any]:
    return await shop.graph.do("refundCreate", BACK, input=input)


async def refund_now(shop: Shop, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(f"query ($id: ID!) {{ it: refund(id: $id) {{ {BACK} }} }}", id=id))["it"]
    return found


async def paid(shop: Shop, customer: str, amount: int = 2000, currency: str = "usd") -> dict[str, Any]:
    """A payment by bank transfer."""
    intent = await pay(shop, customer, amount, currency)
    await fund(shop, customer, amount, currency)
    return intent

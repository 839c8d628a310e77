"""What can be said about a dispute: texts, files, and the forms of the card networks."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from tests.core_resources.files.uploading import png, upload
from tests.stories.disputing import answer, disputed, disputes, moved, now
from tests.stories.shop import MONDAY, Shop

STRIPES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "shape" / "objects.json").read_text())["objects"]
FILES = {
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
}
PLAIN = sorted(STRIPES["dispute"]["evidence"].keys() - {"enhanced_evidence"})
TEXTS = {name: f"text {place}" for place, name in enumerate(PLAIN) if name not in FILES}


async def test_every_piece_of_evidence_is_kept(shop: Shop) -> None:
    dispute = await disputed(shop)
    filled = {name: TEXTS[name] if name in TEXTS else (await upload(shop.graph))["id"] for name in PLAIN}
    await shop.told()
    names = " ".join(to_camel_case(name) + (" { id }" if name in FILES else "") for name in PLAIN)
    given = {to_camel_case(name): value for name, value in filled.items()}
    shown = {to_camel_case(name): {"id": id} if name in FILES else id for name, id in filled.items()}
    saved = await shop.graph.do(
        "disputeUpdate",
        f"status evidence {{ {names} }}",
        id=dispute["id"],
        input={"evidence": given, "submit": False},
    )
    assert saved == {"status": "NEEDS_RESPONSE", "evidence": shown}
    (event,) = await shop.told_whole()
    assert event["data"]["object"]["evidence"] == {**filled, "enhanced_evidence": {}}
    assert event["data"]["previousAttributes"] == {
        "evidence": dict.fromkeys(filled),
        "evidence_details": {"has_evidence": False},
    }


async def test_evidence_is_merged_until_it_is_submitted(shop: Shop) -> None:
    dispute = await disputed(shop)
    await answer(shop, dispute, "The shoes were worn.", submit=False)
    receipt = await upload(shop.graph)
    given = {"productDescription": "Shoes", "receipt": receipt["id"]}
    dispute = await answer(shop, dispute, evidence=given, submit=False)
    assert dispute["evidence"] == {
        "uncategorizedText": "The shoes were worn.",
        "productDescription": "Shoes",
        "receipt": receipt,
    }
    cleared = {"uncategorizedText": None, "productDescription": None, "receipt": None}
    dispute = await answer(shop, dispute, evidence=cleared, submit=False)
    assert (dispute["evidence"], dispute["evidenceDetails"]["hasEvidence"]) == (cleared, False)
    await shop.told()
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("disputeUpdate", id=dispute["id"], input={"submit": True})
        assert (refusal["code"], refusal["field"]) == ("PARAMETER_MISSING", "evidence")
    await answer(shop, dispute, "winning_evidence", submit=False)
    dispute = await answer(shop, dispute, submit=True)
    assert (dispute["status"], dispute["evidenceDetails"]["submissionCount"]) == ("UNDER_REVIEW", 1)
    await shop.run_due(minutes=2)
    assert (await now(shop, dispute))["status"] == "WON"


async def test_metadata_alone_submits_nothing(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop), "winning_evidence", submit=False)
    dispute = await answer(shop, dispute, metadata={"case": "7"})
    assert (dispute["status"], dispute["metadata"]) == ("NEEDS_RESPONSE", {"case": "7"})


async def test_files_must_be_there_and_be_evidence(shop: Shop) -> None:
    dispute = await disputed(shop)
    logo = await upload(shop.graph, png(128, 128), purpose="BUSINESS_LOGO")
    await shop.told()
    async with shop.nothing_changes():
        refusals = await shop.graph.refusals(
            "disputeUpdate",
            id=dispute["id"],
            input={"evidence": {"receipt": logo["id"], "customerSignature": "file_none", "productDescription": "Tea"}},
        )
        assert [(each["code"], each["field"]) for each in refusals] == [
            ("RESOURCE_MISSING", "evidence.customerSignature"),
            ("PARAMETER_INVALID", "evidence.receipt"),
        ]


async def test_texts_have_limits(shop: Shop) -> None:
    dispute = await disputed(shop)
    long = {
        "accessActivityLog": 20_000,
        "cancellationPolicyDisclosure": 20_000,
        "cancellationRebuttal": 20_000,
        "duplicateChargeExplanation": 20_000,
        "productDescription": 20_000,
        "refundPolicyDisclosure": 20_000,
        "refundRefusalExplanation": 20_000,
        "customerName": 5_000,
        "billingAddress": 5_000,
    }
    async with shop.nothing_changes():
        for name, most in long.items():
            input = {"evidence": {name: "x" * (most + 1)}}
            assert (await shop.graph.refuse("disputeUpdate", id=dispute["id"], input=input))[
                "field"
            ] == f"evidence.{name}"
    whole = {name: "x" * most for name, most in long.items()}
    await answer(shop, dispute, evidence=whole, submit=False)
    await shop.told()
    async with shop.nothing_changes():
        input = {"evidence": {"customerEmailAddress": "y"}}
        refusal = await shop.graph.refuse("disputeUpdate", id=dispute["id"], input=input)
        assert (refusal["field"], "150000" in refusal["message"]) == ("evidence", True)


async def eligible(shop: Shop, cards: dict[int, str]) -> tuple[dict[str, Any], dict[int, str]]:
    """A dispute that takes Visa's Compelling Evidence 3.0, and charges of the same customer's `cards`, by how many days
    before, the earliest first."""
    first = max(cards)
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    charges = {}
    for days, card in cards.items():
        if days < first:
            await shop.advance(clock, MONDAY + timedelta(days=first - days))
        charges[days] = (await shop.pay(card, customer=customer))["latestCharge"]["id"]
    await shop.advance(clock, MONDAY + timedelta(days=first))
    await shop.pay("pm_card_createCe3EligibleDispute", customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=first, minutes=5))
    return (await disputes(shop))[-1], charges


async def test_visas_compelling_evidence(shop: Shop) -> None:
    visa, mastercard = "pm_card_visa", "pm_card_mastercard"
    dispute, charges = await eligible(shop, {365: visa, 364: visa, 200: mastercard, 120: visa, 119: visa})
    first, second = charges[364], charges[120]
    bad = await disputed(shop)
    assert dispute["enhancedEligibilityTypes"] == ["VISA_COMPELLING_EVIDENCE_3"]
    eligibility = dispute["evidenceDetails"]["enhancedEligibility"]["visaCompellingEvidence3"]
    assert eligibility == {
        "status": "REQUIRES_ACTION",
        "requiredActions": [
            "MISSING_CUSTOMER_IDENTIFIERS",
            "MISSING_DISPUTED_TRANSACTION_DESCRIPTION",
            "MISSING_MERCHANDISE_OR_SERVICES",
            "MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION",
            "MISSING_PRIOR_UNDISPUTED_TRANSACTIONS",
        ],
    }

    async def state(**compelling: Any) -> tuple[str, list[str]]:
        evidence = {"enhancedEvidence": {"visaCompellingEvidence3": compelling}}
        found = await answer(shop, dispute, evidence=evidence, submit=False)
        judged = found["evidenceDetails"]["enhancedEligibility"]["visaCompellingEvidence3"]
        return judged["status"], judged["requiredActions"]

    same = {"customerPurchaseIp": "203.0.113.7", "shippingAddress": {"line1": "1 Main Street", "country": "US"}}
    disputed_one = {**same, "productDescription": "Shoes", "merchandiseOrServices": "MERCHANDISE"}
    prior = [{"charge": charge, "productDescription": "Socks", **same} for charge in (first, second)]
    assert await state(disputedTransaction=disputed_one) == (
        "REQUIRES_ACTION",
        [
            "MISSING_CUSTOMER_IDENTIFIERS",
            "MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION",
            "MISSING_PRIOR_UNDISPUTED_TRANSACTIONS",
        ],
    )
    assert await state(priorUndisputedTransactions=prior[:1]) == (
        "REQUIRES_ACTION",
        ["MISSING_PRIOR_UNDISPUTED_TRANSACTIONS"],
    )
    without = [prior[0], {**prior[1], "customerPurchaseIp": "203.0.113.8", "productDescription": None}]
    assert await state(priorUndisputedTransactions=without) == (
        "REQUIRES_ACTION",
        ["MISSING_CUSTOMER_IDENTIFIERS", "MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION"],
    )
    assert await state(priorUndisputedTransactions=prior) == ("QUALIFIED", [])
    one_disputed = [prior[0], {**prior[1], "charge": bad["charge"]["id"]}]
    nothing = ("NOT_QUALIFIED", ["MISSING_PRIOR_UNDISPUTED_TRANSACTIONS"])
    assert await state(priorUndisputedTransactions=one_disputed) == nothing
    # Too early, too late, of another card, of another customer, and of no card.
    others = [(await shop.pay(each))["latestCharge"]["id"] for each in (visa, "pm_usBankAccount_success")]
    for unfit in (charges[365], charges[119], charges[200], *others):
        assert await state(priorUndisputedTransactions=[prior[0], {**prior[1], "charge": unfit}]) == nothing
    # A device counts once, by its id or its fingerprint.
    device = {"customerDeviceId": "d" * 20, "customerDeviceFingerprint": "f" * 20}
    for given, missing in (
        (device, ["MISSING_CUSTOMER_IDENTIFIERS"]),
        ({**device, "customerPurchaseIp": "203.0.113.7"}, []),
        ({**device, "customerEmailAddress": "ada@example.com"}, []),
        ({"customerEmailAddress": "ada@example.com", "customerAccountId": "7"}, ["MISSING_CUSTOMER_IDENTIFIERS"]),
    ):
        alone = dict.fromkeys(same) | dict.fromkeys(device) | {"customerEmailAddress": None} | given
        now_given = [{"charge": each, "productDescription": "Socks", **given} for each in (first, second)]
        judged = await state(disputedTransaction={**disputed_one, **alone}, priorUndisputedTransactions=now_given)
        assert judged == ("REQUIRES_ACTION" if missing else "QUALIFIED", missing)
    await shop.told()
    async with shop.nothing_changes():
        nowhere = {"priorUndisputedTransactions": [{**prior[0], "charge": "ch_nowhere"}]}
        input = {"evidence": {"enhancedEvidence": {"visaCompellingEvidence3": nowhere}}}
        refusal = await shop.graph.refuse("disputeUpdate", id=dispute["id"], input=input)
        assert (refusal["code"], refusal["field"]) == (
            "RESOURCE_MISSING",
            "evidence.enhancedEvidence.visaCompellingEvidence3.priorUndisputedTransactions.charge",
        )
    # Null takes all of it away again.
    found = await answer(shop, dispute, evidence={"enhancedEvidence": None}, submit=False)
    assert found["evidenceDetails"]["hasEvidence"] is False
    assert found["evidenceDetails"]["enhancedEligibility"]["visaCompellingEvidence3"] == eligibility


async def test_a_compliance_case_costs_a_fee_unless_it_is_won(shop: Shop) -> None:
    dispute = await disputed(shop, "pm_card_createComplianceDispute")
    assert (dispute["reason"], dispute["enhancedEligibilityTypes"]) == ("noncompliant", [])
    eligibility = dispute["evidenceDetails"]["enhancedEligibility"]
    assert eligibility["visaCompliance"] == {"status": "REQUIRES_FEE_ACKNOWLEDGEMENT"}
    async with shop.nothing_changes():
        input: dict[str, Any] = {"evidence": {"uncategorizedText": "winning_evidence"}}
        refusal = await shop.graph.refuse("disputeUpdate", id=dispute["id"], input=input)
        assert refusal["field"] == "evidence.enhancedEvidence.visaCompliance.feeAcknowledged"
    before = (await shop.balance())["pending"]["usd"]["card"]
    input["evidence"]["enhancedEvidence"] = {"visaCompliance": {"feeAcknowledged": True}}
    dispute = await answer(shop, dispute, **input)
    eligibility = dispute["evidenceDetails"]["enhancedEligibility"]
    assert (dispute["status"], eligibility["visaCompliance"]) == ("UNDER_REVIEW", {"status": "FEE_ACKNOWLEDGED"})
    assert await shop.balance() == {"available": {"usd": {"card": -500_00}}, "pending": {"usd": {"card": before}}}
    await shop.run_due(minutes=2)
    dispute = await now(shop, dispute)
    assert (dispute["status"], moved(dispute)) == ("WON", [(-2000, 1500, "dispute"), (2000, 0, "dispute_reversal")])
    assert await shop.balance() == {"pending": {"usd": {"card": before + 2000}}}


async def test_mastercards_compliance_case_has_no_form_of_its_own(shop: Shop) -> None:
    dispute = await disputed(shop, "pm_card_createMastercardComplianceDispute")
    assert (dispute["reason"], dispute["paymentMethodDetails"]["card"]["brand"]) == ("noncompliant", "mastercard")
    eligibility = dispute["evidenceDetails"]["enhancedEligibility"]
    assert eligibility == {"visaCompellingEvidence3": None, "visaCompliance": None}
    assert (await answer(shop, dispute, "losing_evidence"))["status"] == "UNDER_REVIEW"

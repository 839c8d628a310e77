"""Disputes: chargebacks and inquiries, answered, won, lost, and left alone."""

from datetime import timedelta

from tests.stories.disputing import ENDED, OPENED, WON, answer, concede, disputed, disputes, moved, now
from tests.stories.shop import MONDAY, Shop, at


async def test_a_chargeback_takes_the_funds_and_a_fee(shop: Shop) -> None:
    intent = await shop.pay("pm_card_createDispute")
    assert await shop.told() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    await shop.run_due()
    assert await shop.told() == OPENED
    (dispute,) = await disputes(shop)
    assert dispute | {"evidenceDetails": None, "balanceTransactions": None} == {
        "id": dispute["id"],
        "object": "dispute",
        "status": "NEEDS_RESPONSE",
        "reason": "fraudulent",
        "networkReasonCode": "10.4",
        "amount": {"amount": 2000, "currency": "usd"},
        "isChargeRefundable": False,
        "enhancedEligibilityTypes": [],
        "charge": {"id": intent["latestCharge"]["id"], "disputed": True},
        "paymentIntent": {"id": intent["id"]},
        "metadata": {},
        "livemode": False,
        "evidence": {"uncategorizedText": None, "productDescription": None, "receipt": None},
        "evidenceDetails": None,
        "paymentMethodDetails": {
            "type": "CARD",
            "card": {"brand": "visa", "caseType": "CHARGEBACK", "networkReasonCode": "10.4"},
            "klarna": None,
        },
        "balanceTransactions": None,
    }
    (withdrawal,) = dispute["balanceTransactions"]["nodes"]
    charge = intent["latestCharge"]["id"]
    assert withdrawal == {
        "type": "ADJUSTMENT",
        "reportingCategory": "dispute",
        "status": "pending",
        "description": f"Chargeback withdrawal for {charge}",
        "availableOn": (await shop.charge(charge))["balanceTransaction"]["availableOn"],
        "amount": {"amount": -2000},
        "fee": {"amount": 1500},
        "net": {"amount": -3500},
        "feeDetails": [{"amount": {"amount": 1500}, "description": "Dispute fee", "type": "stripe_fee"}],
    }
    assert await shop.balance() == {"pending": {"usd": {"card": 1912 - 3500}}}
    assert (await shop.intent_now(intent["id"]))["status"] == "SUCCEEDED"


async def test_the_deadline_ends_with_a_day(shop: Shop) -> None:
    clock = await shop.clock()
    await shop.pay("pm_card_createDisputeProductNotReceived", customer=await shop.customer(testClock=clock))
    await shop.run_due()
    (dispute,) = await disputes(shop)
    assert (dispute["reason"], dispute["networkReasonCode"]) == ("product_not_received", "13.1")
    assert dispute["evidenceDetails"] == {
        "dueBy": "2025-03-11T23:59:59Z",
        "hasEvidence": False,
        "pastDue": False,
        "submissionCount": 0,
        "enhancedEligibility": {"visaCompellingEvidence3": None, "visaCompliance": None},
    }
    due = MONDAY.replace(day=12, hour=0)
    await shop.advance(clock, due - timedelta(seconds=1))
    assert (await now(shop, dispute))["status"] == "NEEDS_RESPONSE"
    await shop.told()
    assert await shop.advance(clock, due) == [
        ("test_helpers.test_clock.advancing", at(due - timedelta(seconds=1))),
        *((type, at(due)) for type in ENDED),
        ("test_helpers.test_clock.ready", at(due)),
    ]
    dispute = await now(shop, dispute)
    assert dispute["status"] == "LOST"
    assert moved(dispute) == [(-2000, 1500, "dispute")]


async def test_saved_evidence_alone_does_not_meet_the_deadline(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop), "winning_evidence", submit=False)
    assert (dispute["status"], dispute["evidenceDetails"]["hasEvidence"]) == ("NEEDS_RESPONSE", True)
    await shop.run_due(days=10)
    assert (await now(shop, dispute))["status"] == "LOST"


async def test_evidence_wins(shop: Shop) -> None:
    dispute = await disputed(shop)
    dispute = await answer(shop, dispute, "winning_evidence")
    assert dispute["status"] == "UNDER_REVIEW"
    assert (dispute["evidenceDetails"]["submissionCount"], dispute["evidenceDetails"]["hasEvidence"]) == (1, True)
    (event,) = await shop.told_whole()
    assert event["type"] == "charge.dispute.updated"
    assert event["data"]["previousAttributes"] == {
        "evidence": {"uncategorized_text": None},
        "evidence_details": {"has_evidence": False, "submission_count": 0},
        "status": "needs_response",
    }
    await shop.run_due(minutes=2)
    told = await shop.told_whole()
    assert [event["type"] for event in told] == WON
    dispute = await now(shop, dispute)
    assert (dispute["status"], dispute["isChargeRefundable"]) == ("WON", True)
    assert moved(dispute) == [(-2000, 1500, "dispute"), (2000, 0, "dispute_reversal")]
    reversal = dispute["balanceTransactions"]["nodes"][0]
    assert reversal["description"] == f"Chargeback reversal for {dispute['charge']['id']}"
    body = told[-1]["data"]["object"]
    assert [(each["object"], each["amount"]) for each in body["balance_transactions"]] == [
        ("balance_transaction", -2000),
        ("balance_transaction", 2000),
    ]
    assert await shop.balance() == {"pending": {"usd": {"card": 1912 - 1500}}}
    assert (await shop.charge(dispute["charge"]["id"]))["refunded"] is False
    refund = await shop.refund({"id": dispute["paymentIntent"]["id"]})
    assert (refund["status"], refund["amount"]) == ("succeeded", {"amount": 2000})


async def test_evidence_loses(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop), "losing_evidence")
    await shop.told()
    await shop.run_due(minutes=2)
    assert await shop.told() == ENDED
    dispute = await now(shop, dispute)
    assert (dispute["status"], dispute["isChargeRefundable"]) == ("LOST", False)
    assert moved(dispute) == [(-2000, 1500, "dispute")]


async def test_no_bank_decides_on_other_evidence(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop), "We sent the shoes.")
    await shop.run_due(days=200)
    assert (await now(shop, dispute))["status"] == "UNDER_REVIEW"


async def test_a_bank_takes_two_months_to_decide(shop: Shop) -> None:
    clock = await shop.clock()
    await shop.pay("pm_card_createDispute", customer=await shop.customer(testClock=clock))
    await shop.run_due()
    (dispute,) = await disputes(shop)
    await answer(shop, dispute, "winning_evidence")
    decision = MONDAY + timedelta(weeks=9)
    await shop.advance(clock, decision - timedelta(seconds=1))
    assert (await now(shop, dispute))["status"] == "UNDER_REVIEW"
    await shop.advance(clock, decision)
    assert (await now(shop, dispute))["status"] == "WON"
    # Everything is available by now: the charge less its fee, and less the dispute's.
    assert await shop.balance() == {"available": {"usd": {"card": 412}}}


async def test_a_dispute_is_conceded(shop: Shop) -> None:
    dispute = await concede(shop, await disputed(shop))
    assert (dispute["status"], moved(dispute)) == ("LOST", [(-2000, 1500, "dispute")])
    assert await shop.told() == ENDED
    async with shop.nothing_changes():
        for mutation, input in (
            ("disputeClose", None),
            ("disputeUpdate", {"evidence": {"uncategorizedText": "winning_evidence"}}),
            ("disputeUpdate", {"submit": True}),
        ):
            arguments = {"input": input} if input else {}
            refusal = await shop.graph.refuse(mutation, id=dispute["id"], **arguments)
            assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", "id")
            assert "LOST" in refusal["message"]


async def test_submitted_evidence_cannot_change(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop), "The shoes were worn.")
    await shop.told()
    async with shop.nothing_changes():
        for input in ({"evidence": {"productDescription": "Shoes"}}, {"submit": True}):
            refusal = await shop.graph.refuse("disputeUpdate", id=dispute["id"], input=input)
            assert "UNDER_REVIEW" in refusal["message"]
        assert (await shop.graph.refuse("disputeClose", id=dispute["id"]))["field"] == "id"
    dispute = await answer(shop, dispute, metadata={"case": "7"})
    assert (dispute["metadata"], dispute["status"]) == ({"case": "7"}, "UNDER_REVIEW")
    assert await shop.told() == ["charge.dispute.updated"]


async def test_a_disputed_charge_is_not_refunded(shop: Shop) -> None:
    dispute = await disputed(shop)
    intent = {"id": dispute["paymentIntent"]["id"]}
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
        assert (refusal["code"], refusal["field"]) == ("CHARGE_DISPUTED", "charge")
    await answer(shop, dispute, "losing_evidence")
    await shop.run_due(minutes=2)
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
        assert refusal["code"] == "CHARGE_DISPUTED"


async def test_only_what_was_not_refunded_is_disputed(shop: Shop) -> None:
    intent = await shop.pay("pm_card_createDispute")
    await shop.refund(intent, amount=500)
    await shop.run_due()
    (dispute,) = await disputes(shop)
    assert dispute["amount"]["amount"] == 1500
    assert moved(dispute) == [(-1500, 1500, "dispute")]
    whole = await shop.pay("pm_card_createDispute")
    await shop.refund(whole)
    await shop.told()
    await shop.run_due()
    assert await shop.told() == []
    assert len(await disputes(shop)) == 1


async def test_an_authorization_is_disputed_once_it_is_captured(shop: Shop) -> None:
    intent = await shop.pay("pm_card_createDispute", captureMethod="MANUAL")
    await shop.run_due(minutes=2)
    assert await disputes(shop) == []
    await shop.do("capture", intent["id"], amountToCapture=1200)
    await shop.run_due()
    (dispute,) = await disputes(shop)
    assert dispute["amount"]["amount"] == 1200


async def test_an_authenticated_customer_has_no_fraud_to_claim(shop: Shop) -> None:
    asked = {"paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}}, "returnUrl": "https://example.com"}
    for method in ("pm_card_createDispute", "pm_card_createDisputeProductNotReceived"):
        intent = await shop.pay(method, **asked)
        assert intent["status"] == "SUCCEEDED"
    await shop.run_due()
    assert [dispute["reason"] for dispute in await disputes(shop)] == ["product_not_received"]


async def test_a_charge_without_a_payment_is_disputed(shop: Shop) -> None:
    given = {"amount": 2000, "currency": "usd", "source": "tok_createDispute"}
    charge = await shop.graph.do("chargeCreate", "id", input=given)
    await shop.run_due()
    (dispute,) = await disputes(shop)
    assert (dispute["charge"]["id"], dispute["paymentIntent"]) == (charge["id"], None)


async def test_a_charge_is_disputed_twice(shop: Shop) -> None:
    await shop.pay("pm_card_createMultipleDisputes", amount=2001)
    await shop.told()
    await shop.run_due()
    first, second = await disputes(shop)
    assert await shop.told() == [*OPENED[:2], *OPENED]
    assert {first["amount"]["amount"], second["amount"]["amount"]} == {1000, 1001}
    assert {first["reason"], second["reason"]} == {"fraudulent", "product_not_received"}
    await answer(shop, first, "winning_evidence")
    await shop.run_due(minutes=2)
    assert [each["status"] for each in await disputes(shop)] == ["WON", "NEEDS_RESPONSE"]
    refusal = await shop.graph.refuse("refundCreate", input={"charge": first["charge"]["id"]})
    assert refusal["code"] == "CHARGE_DISPUTED"


async def test_an_early_warning_is_no_dispute(shop: Shop) -> None:
    await shop.pay("pm_card_createIssuerFraudRecord")
    await shop.run_due(days=30)
    assert await disputes(shop) == []


async def test_a_disputed_debit_is_lost_at_once(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_dispute", amount=100_00)
    await shop.run_due(days=7)
    await shop.told()
    await shop.run_due(days=7)
    (dispute,) = await disputes(shop)
    assert (dispute["status"], dispute["reason"], dispute["networkReasonCode"]) == (
        "LOST",
        "debit_not_authorized",
        "R10",
    )
    assert (dispute["evidenceDetails"]["dueBy"], dispute["paymentMethodDetails"]) == (None, None)
    assert moved(dispute) == [(-100_00, 1500, "dispute")]
    assert [event for event in await shop.graph.events() if "dispute" in event] == [*OPENED[:2], *ENDED]
    assert await shop.balance() == {"available": {"usd": {"bankAccount": 9920 - 11500}}}
    assert (await shop.charge_of(intent))["status"] == "SUCCEEDED"


async def test_disputes_in_another_currency(shop: Shop) -> None:
    """The funds and the fee are withdrawn in dollars, in which the account settles."""
    for currency, amount in (("eur", -2174), ("jpy", -1333)):
        dispute = await disputed(shop, currency=currency)
        assert (dispute["amount"]["currency"], moved(dispute)) == (currency, [(amount, 1500, "dispute")])


async def test_disputes_are_found_by_their_charge(shop: Shop) -> None:
    first, second = await disputed(shop), await disputed(shop, "pm_card_createDisputeInquiry")
    for where in (
        {"charge": {"eq": first["charge"]["id"]}},
        {"paymentIntent": {"eq": first["paymentIntent"]["id"]}},
        {"status": {"eq": "NEEDS_RESPONSE"}},
        {"reason": {"eq": "fraudulent"}, "isChargeRefundable": {"eq": False}},
    ):
        data = await shop.graph(
            "query ($where: DisputeWhere) { disputes(where: $where) { nodes { id } } }", where=where
        )
        assert data["disputes"]["nodes"] == [{"id": first["id"]}], where
    data = await shop.graph(
        """query ($id: ID!) { paymentIntent(id: $id) {
            disputes { totalCount } latestCharge { disputed disputes { nodes { id } } }
        } }""",
        id=second["paymentIntent"]["id"],
    )
    charge = {"disputed": True, "disputes": {"nodes": [{"id": second["id"]}]}}
    assert data["paymentIntent"] == {"disputes": {"totalCount": 1}, "latestCharge": charge}


async def test_a_disputes_event_by_the_letter(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay("pm_card_createCe3EligibleDispute", customer=await shop.customer(testClock=clock))
    await shop.run_due()
    created, withdrawn, updated = (await shop.told_whole())[-3:]
    assert [each["type"] for each in (created, withdrawn, updated)] == OPENED
    body = created["data"]["object"]
    assert withdrawn["data"]["object"] == body
    assert updated["data"]["previousAttributes"] == {"disputed": False}
    charge, evidence = intent["latestCharge"]["id"], body.pop("evidence")
    assert len(evidence) == 28
    assert evidence.pop("enhanced_evidence") == {}
    assert set(evidence.values()) == {None}
    (withdrawal,) = body.pop("balance_transactions")
    assert withdrawal == {
        "id": withdrawal["id"],
        "object": "balance_transaction",
        "amount": -2000,
        "available_on": int(MONDAY.replace(day=12, hour=0).timestamp()),
        "created": int(MONDAY.timestamp()),
        "currency": "usd",
        "description": f"Chargeback withdrawal for {charge}",
        "exchange_rate": None,
        "fee": 1500,
        "fee_details": [
            {"amount": 1500, "application": None, "currency": "usd", "description": "Dispute fee", "type": "stripe_fee"}
        ],
        "net": -3500,
        "reporting_category": "dispute",
        "source": body["id"],
        "status": "pending",
        "type": "adjustment",
    }
    assert body == {
        "id": body["id"],
        "object": "dispute",
        "amount": 2000,
        "charge": charge,
        "created": int(MONDAY.timestamp()),
        "currency": "usd",
        "enhanced_eligibility_types": ["visa_compelling_evidence_3"],
        "evidence_details": {
            "due_by": int(MONDAY.replace(day=11, hour=23, minute=59, second=59).timestamp()),
            "enhanced_eligibility": {
                "visa_compelling_evidence_3": {
                    "required_actions": [
                        "missing_customer_identifiers",
                        "missing_disputed_transaction_description",
                        "missing_merchandise_or_services",
                        "missing_prior_undisputed_transaction_description",
                        "missing_prior_undisputed_transactions",
                    ],
                    "status": "requires_action",
                }
            },
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": intent["id"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }

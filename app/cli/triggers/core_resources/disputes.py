"""Disputes, from their beginning to their end."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench, Clock


def dispute(bench: Bench, method: str = "pm_card_createDispute") -> tuple[str, Clock]:
    """The id of a new dispute, and the clock that it lives under."""
    clock = bench.clock()
    payment = bench.pay(method, customer=clock.customer())
    clock.advance(hours=1)
    query = "query ($id: ID!) { charge(id: $id) { disputes(first: 1) { nodes { id } } } }"
    (found,) = bench.remote.ask(query, id=payment["latestCharge"]["id"])["charge"]["disputes"]["nodes"]
    return str(found["id"]), clock


@causes("charge.dispute.created", "charge.dispute.funds_withdrawn")
def charge_dispute_created(bench: Bench) -> None:
    dispute(bench)


@causes("charge.dispute.updated")
def charge_dispute_updated(bench: Bench) -> None:
    evidence = {"productDescription": "A pair of shoes"}
    bench.do("disputeUpdate", id=dispute(bench)[0], input={"evidence": evidence, "submit": False})


@causes("charge.dispute.closed")
def charge_dispute_closed(bench: Bench) -> None:
    bench.do("disputeClose", id=dispute(bench)[0])


@causes("charge.dispute.funds_reinstated")
def charge_dispute_funds_reinstated(bench: Bench) -> None:
    """A bank decides on evidence after two months."""
    id, clock = dispute(bench)
    bench.do("disputeUpdate", id=id, input={"evidence": {"uncategorizedText": "winning_evidence"}})
    clock.advance(days=70)

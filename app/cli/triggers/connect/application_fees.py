"""How events about application fees are caused: by payments that are passed on to a connected account."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


def seller(bench: Bench) -> str:
    """The id of a new connected account that can receive transfers."""
    return bench.make("account", type="EXPRESS", capabilities={"transfers": {"requested": True}})


def fee(bench: Bench) -> str:
    """The id of a new application fee."""
    payment = bench.pay(
        applicationFeeAmount=200, captureMethod="AUTOMATIC", transferData={"destination": seller(bench)}
    )
    query = "query ($id: ID!) { charge(id: $id) { applicationFee { id } } }"
    found = bench.remote.ask(query, id=payment["latestCharge"]["id"])
    return str(found["charge"]["applicationFee"]["id"])


def refund(bench: Bench) -> str:
    """The id of a new refund of such a fee."""
    return str(bench.do("applicationFeeRefundCreate", input={"fee": fee(bench)})["id"])


@causes("application_fee.created")
def application_fee_created(bench: Bench) -> None:
    fee(bench)


@causes("application_fee.refunded")
def application_fee_refunded(bench: Bench) -> None:
    refund(bench)


@causes("application_fee.refund.updated")
def application_fee_refund_updated(bench: Bench) -> None:
    bench.do("applicationFeeRefundUpdate", id=refund(bench), input={"metadata": {"reason": "goodwill"}})

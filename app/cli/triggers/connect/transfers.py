"""How events about transfers are caused: by funds that are available at once, and go to a new connected account."""

from app.cli.ready import ready_input
from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import Made, example

# An account that can receive funds, as whatever is sent there asks for.
example("accountCreate", **ready_input("EXPRESS"))
# The funds of a charge need not be available yet.
example("transferCreate", sourceTransaction=Made("charge"))


def _transfer(bench: Bench) -> str:
    seller = bench.do("accountCreate", input=ready_input("EXPRESS"))["id"]
    bench.pay("pm_card_bypassPending", captureMethod="AUTOMATIC")
    input = {"amount": 1000, "currency": "usd", "destination": seller}
    return str(bench.do("transferCreate", input=input)["id"])


@causes("transfer.created")
def transfer_created(bench: Bench) -> None:
    _transfer(bench)


@causes("transfer.updated")
def transfer_updated(bench: Bench) -> None:
    bench.do("transferUpdate", id=_transfer(bench), input={"metadata": {"order": "17"}})


@causes("transfer.reversed")
def transfer_reversed(bench: Bench) -> None:
    bench.do("transferReversalCreate", input={"transfer": _transfer(bench)})

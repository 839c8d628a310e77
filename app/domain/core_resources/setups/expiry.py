"""What happens to a setup over time: microdeposits that do not arrive, or are not verified in time."""

from app.domain.core_resources.intents import microdeposits
from app.domain.core_resources.setups import outcomes
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.core_resources.setup_intent import SetupIntent


@job("setup_intent.fail_microdeposits", SetupIntent)
async def fail_microdeposits(tx: Tx, intent: SetupIntent) -> None:
    """The microdeposits that were to verify the bank account did not arrive."""
    await microdeposits.do_not_arrive(tx, intent, outcomes.fail)


@job("setup_intent.expire_microdeposits", SetupIntent)
async def expire_microdeposits(tx: Tx, intent: SetupIntent) -> None:
    """The customer did not verify the bank account in time."""
    await microdeposits.expire(tx, intent, outcomes.fail)

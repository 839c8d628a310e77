"""The customer's acceptance of a mandate, as a confirmation gives it."""

from app.domain.tx import Tx
from app.tables.shapes.mandate_data import (
    ConfirmMandateDataParams,
    ConfirmMandateOnlineParams,
    MandateAcceptanceType,
)


def as_given(tx: Tx, given: ConfirmMandateDataParams | None) -> ConfirmMandateDataParams | None:
    """The acceptance with what a customer's browser shows of itself, where it accepts online and says nothing else."""
    browser, acceptance = tx.work.browser, None if given is None else given.customer_acceptance
    if browser is None or acceptance is None or acceptance.type is not MandateAcceptanceType.ONLINE:
        return given
    told = {name: value for name, value in acceptance.online or ConfirmMandateOnlineParams() if value is not None}
    online = browser.model_copy(update=told)
    return ConfirmMandateDataParams(customer_acceptance=acceptance.model_copy(update={"online": online}))

"""Balance summaries: what a customer has in billing credits now, by currency."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, shown
from app.tables.billing.credit_amount import BillingCreditAmount
from app.tables.billing.credit_balance_summary import (
    BillingCreditBalance,
    BillingCreditBalanceSummary,
    BillingCreditBalanceSummaryFilter,
    BillingCreditBalanceSummaryFilterType,
)
from app.tables.billing.credit_grant import BillingCreditGrant
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer

_NEEDED = {
    BillingCreditBalanceSummaryFilterType.APPLICABILITY_SCOPE: "applicability_scope",
    BillingCreditBalanceSummaryFilterType.CREDIT_GRANT: "credit_grant",
}


async def summary(
    tx: Tx,
    *,
    customer: Annotated[str, Id("customer"), Doc("ID of the customer, such as cus_….")],
    filter: Annotated[BillingCreditBalanceSummaryFilter, Doc("The grants whose credits are added up.")],
) -> BillingCreditBalanceSummary:
    """Retrieve the billing credits that a customer has: what is left of the grants that the filter chooses."""
    with Mistakes() as mistakes:
        given = {"applicability_scope": filter.applicability_scope, "credit_grant": filter.credit_grant_id}
        for type, name in _NEEDED.items():
            if (given[name] is not None) is not (type is filter.type):
                mistakes.add(_does_not_fit(filter.type, name, missing=type is filter.type))
        with mistakes.noted():
            await tx.get(Customer, customer, field="customer", lock=False)
    grants = await tx.find(BillingCreditGrant, customer_id=customer, lock=False)
    if filter.credit_grant_id is not None:
        grants = [each for each in grants if each.id == filter.credit_grant_id]
        if not grants:
            raise ResourceMissing(BillingCreditGrant.object_name, filter.credit_grant_id, field="filter.credit_grant")
    else:
        grants = [each for each in grants if each.applicability_config.scope == filter.applicability_scope]
    return BillingCreditBalanceSummary(
        balances=[
            _balance(tx, currency, [each for each in grants if each.currency == currency])
            for currency in sorted({each.currency for each in grants})
        ],
        customer_id=customer,
        livemode=tx.livemode,
    )


def _balance(tx: Tx, currency: str, grants: list[BillingCreditGrant]) -> BillingCreditBalance:
    return BillingCreditBalance(
        available_balance=BillingCreditAmount.of(sum(each.usable(tx.now) for each in grants), currency),
        ledger_balance=BillingCreditAmount.of(sum(each.remaining or 0 for each in grants), currency),
    )


def _does_not_fit(type: BillingCreditBalanceSummaryFilterType, name: str, *, missing: bool) -> InvalidRequest:
    field = f"filter.{name}"
    return InvalidRequest(
        f"`filter.type` {shown(type)} {'needs' if missing else 'does not take'} `{field}`.",
        code=ErrorCode.PARAMETER_MISSING if missing else ErrorCode.PARAMETER_UNKNOWN,
        field=field,
    )

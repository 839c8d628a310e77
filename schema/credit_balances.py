"""The balance of a customer's billing credits: not stored, but added up from the grants."""

from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.billing.credits.summaries import summary
from app.errors import BadRequest, Refusal
from app.tables.billing.credit_balance_summary import BillingCreditBalanceSummary
from schema.derive.context import Info
from schema.derive.fields import argument, resolved_field
from schema.derive.inputs import checked, option_params
from schema.derive.refusals import user_errors
from schema.derive.rows import transient_of
from schema.derive.types import value_type


def credit_balance_field() -> StrawberryField:
    """`billingCreditBalanceSummary`: a customer's credits by currency. They are added up in a transaction without an
    effect, as previews are, which knows the customer's time."""
    params = option_params(summary)
    family = BillingCreditBalanceSummary.family

    async def resolve(info: Info, **given: Any) -> Any:
        info.context.caller.must(family, "read")
        try:
            _, options = checked(params, given)
            async with info.context.preview() as tx:
                return transient_of(await summary(tx, **options))
        except Refusal as refusal:
            told = user_errors(refusal)
            raise BadRequest(" ".join(error["message"] for error in told), field=told[0]["field"]) from refusal

    return resolved_field(
        "billing_credit_balance_summary",
        resolve,
        kind=None,
        description=summary.__doc__,
        returns=value_type(BillingCreditBalanceSummary) | None,
        arguments={"info": Info, **{each.name: argument(each.type, str(each.description)) for each in params}},
        needs=(family, "read"),
    )

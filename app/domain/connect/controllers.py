"""Who controls a connected account, by its type or as the platform chooses. Source: Stripe's guide from types to
controller properties."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account import (
    AccountController,
    AccountControllerFees,
    AccountControllerLosses,
    AccountControllerParams,
    AccountControllerStripeDashboard,
    AccountControllerType,
    AccountKind,
    AccountType,
)
from app.tables.connect.account import AccountControllerFeesPayer as Fees
from app.tables.connect.account import AccountControllerLossesPayments as Losses
from app.tables.connect.account import AccountControllerRequirementCollection as Collection
from app.tables.connect.account import AccountControllerStripeDashboardType as Dashboard


def of(kind: AccountKind | None, given: AccountControllerParams | None) -> tuple[AccountType, AccountController]:
    """The type of a new account and its controller. Raises InvalidRequest for one that cannot be."""
    if given is not None:
        return AccountType.NONE, _chosen(given)
    match kind:
        case AccountKind.CUSTOM:
            made = _made(Fees.APPLICATION_CUSTOM, Losses.APPLICATION, Collection.APPLICATION, Dashboard.NONE)
        case AccountKind.EXPRESS:
            made = _made(Fees.APPLICATION_EXPRESS, Losses.APPLICATION, Collection.STRIPE, Dashboard.EXPRESS)
        case _:
            made = _made(Fees.ACCOUNT, Losses.STRIPE, Collection.STRIPE, Dashboard.FULL)
    return AccountType(kind or AccountKind.STANDARD), made


def _chosen(given: AccountControllerParams) -> AccountController:
    collection, losses, dashboard = given.requirement_collection, given.losses.payments, given.stripe_dashboard.type
    if collection == Collection.APPLICATION and (losses != Losses.APPLICATION or dashboard != Dashboard.NONE):
        raise InvalidRequest(
            "Where the platform collects what is required, it is liable for losses, and the account has no dashboard: "
            "give `controller.losses.payments` as APPLICATION and `controller.stripe_dashboard.type` as NONE.",
            code=ErrorCode.PARAMETER_INVALID,
            field="controller.requirement_collection",
        )
    if losses == Losses.APPLICATION and dashboard == Dashboard.FULL:
        raise InvalidRequest(
            "An account with the full dashboard is liable for its losses: give `controller.losses.payments` as STRIPE, "
            "or another `controller.stripe_dashboard.type`.",
            code=ErrorCode.PARAMETER_INVALID,
            field="controller.losses.payments",
        )
    return _made(Fees(given.fees.payer.value), losses, collection, dashboard)


def _made(fees: Fees, losses: Losses, collection: Collection, dashboard: Dashboard) -> AccountController:
    return AccountController(
        fees=AccountControllerFees(payer=fees),
        is_controller=True,
        losses=AccountControllerLosses(payments=losses),
        requirement_collection=collection,
        stripe_dashboard=AccountControllerStripeDashboard(type=dashboard),
        type=AccountControllerType.APPLICATION,
    )

"""Account sessions: what a browser may do with one connected account, by the components that are enabled."""

from datetime import timedelta
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain.connect.finding import find_connected
from app.domain.core_resources.customer_keys import keys
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.access import Components, KeyKind
from app.tables.columns import Id
from app.tables.connect.account import (
    Account,
    AccountControllerLossesPayments,
    AccountControllerRequirementCollection,
)
from app.tables.connect.account_session import (
    AccountSession,
    AccountSessionComponents,
    AccountSessionComponentsParams,
)
from app.tables.tenancy import Tenant
from app.tables.values import Value

VALID = timedelta(hours=1)
"""How long a session lasts."""


async def create(
    tx: Tx,
    *,
    account: Annotated[str, Id("account"), Doc("The connected account that the session opens.")],
    components: Annotated[AccountSessionComponentsParams, Doc("The components of the session: at least one enabled.")],
) -> AccountSession:
    """Create an account session: a secret with which the browser of a connected account's owner does what the enabled
    components allow."""
    with Mistakes() as mistakes:
        owner = await find_connected(tx, account)
        _check(owner, components, mistakes)
    shown = _shown(owner, components)
    expires_at = tx.real_now + VALID
    own = tx.on(Tenant.of(owner))
    _, secret = keys.make(own, KeyKind.ACCOUNT_SESSION, _opened(shown), expires_at=expires_at)
    return AccountSession(
        client_secret=secret,
        components=shown,
        expires_at=expires_at,
        holder_id=owner.id,
        livemode=tx.livemode,
    )


def _check(account: Account, given: AccountSessionComponentsParams, mistakes: Mistakes) -> None:
    """Note what no session of the account can have."""
    if not any(component is not None and component.enabled for _, component in given):
        mistakes.add(
            InvalidRequest(
                "A session is for at least one component, and none is enabled. Enable one, such as "
                "`components.account_onboarding`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="components",
            )
        )
    for name, component in given:
        path = f"components.{name}.features"
        features = dict(component.features or ()) if component is not None else {}
        if features and not component.enabled:
            _refuse(mistakes, path, "are for a component that is enabled. Enable it, or omit them.")
        if collects(account):
            continue
        if features.get("disable_stripe_user_authentication"):
            _refuse(
                mistakes,
                f"{path}.disable_stripe_user_authentication",
                "can be true only where the platform collects what is required of the account: its "
                "`controller.requirement_collection` is not APPLICATION. Omit it.",
            )
        if features.get("external_account_collection") is False:
            _refuse(
                mistakes,
                f"{path}.external_account_collection",
                "can be false only where the platform collects what is required of the account: its "
                "`controller.requirement_collection` is not APPLICATION. Omit it.",
            )


def _refuse(mistakes: Mistakes, field: str, why: str) -> None:
    mistakes.add(InvalidRequest(f"`{field}` {why}", code=ErrorCode.PARAMETER_INVALID, field=field))


def collects(account: Account) -> bool:
    """Whether the platform, rather than the payments provider, collects what is required of the account."""
    controller = account.controller
    return (
        controller is not None
        and controller.requirement_collection == AccountControllerRequirementCollection.APPLICATION
    )


def _shown(account: Account, given: AccountSessionComponentsParams) -> AccountSessionComponents:
    """All components, with the defaults of their features. Source: Stripe's reference of account sessions."""
    losses = account.controller.losses if account.controller else None
    liable = losses is not None and losses.payments == AccountControllerLossesPayments.STRIPE
    usual = dict.fromkeys(("capture_payments", "dispute_management", "refund_management"), True)
    usual |= dict.fromkeys(("edit_payout_schedule", "instant_payouts", "standard_payouts"), liable)
    shown = {}
    for name, field in AccountSessionComponents.model_fields.items():
        component = getattr(given, name)
        enabled = component is not None and component.enabled
        chosen = dict(component.features or ()) if enabled else {}
        features = _features(field.annotation, usual if enabled else {}, chosen, enabled=enabled)
        shown[name] = {"enabled": enabled, "features": features}
    return AccountSessionComponents.model_validate(shown)


def _features(component: Any, usual: dict[str, bool], given: dict[str, Any], *, enabled: bool) -> dict[str, bool]:
    kind = component.model_fields["features"].annotation
    if not (isinstance(kind, type) and issubclass(kind, Value)):
        return {}
    chosen = {name: value for name, value in given.items() if value is not None}
    features = {name: usual.get(name, False) for name in kind.model_fields} | chosen
    if enabled and "external_account_collection" in features:
        features["external_account_collection"] = chosen.get("external_account_collection", True)
        features["disable_stripe_user_authentication"] = chosen.get(
            "disable_stripe_user_authentication", not features["external_account_collection"]
        )
    return features


def _opened(shown: AccountSessionComponents) -> Components:
    """What of it a key needs to know."""
    enabled = {name: component for name, component in shown if component.enabled}
    features = {name for component in enabled.values() for name, on in dict(component.features).items() if on}
    return Components(enabled=tuple(enabled), features=tuple(sorted(features)))

"""Configurations of the customer portal: what each allows, checked as a whole."""

import secrets
from collections.abc import Iterator
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.beginnings import from_the_start
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.settings import public_url
from app.tables.billing.portal_configuration import (
    BillingPortalBusinessProfile,
    BillingPortalConfiguration,
    BillingPortalLoginPage,
)
from app.tables.billing.portal_features import (
    BillingPortalCancellationMode,
    BillingPortalCustomerUpdate,
    BillingPortalCustomerUpdateFeature,
    BillingPortalFeature,
    BillingPortalFeatures,
    BillingPortalProduct,
    BillingPortalSubscriptionCancelFeature,
)
from app.tables.billing.portal_features_params import BillingPortalFeaturesParams, BillingPortalFeaturesUpdateParams
from app.tables.columns import Of
from app.tables.connect.account import Account
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.tenancy import Tenant

_FIRST = BillingPortalFeatures(
    customer_update=BillingPortalCustomerUpdateFeature(
        allowed_updates=[
            BillingPortalCustomerUpdate.ADDRESS,
            BillingPortalCustomerUpdate.EMAIL,
            BillingPortalCustomerUpdate.NAME,
            BillingPortalCustomerUpdate.PHONE,
            BillingPortalCustomerUpdate.TAX_ID,
        ],
        enabled=True,
    ),
    invoice_history=BillingPortalFeature(enabled=True),
    payment_method_update=BillingPortalFeature(enabled=True),
    subscription_cancel=BillingPortalSubscriptionCancelFeature(enabled=True),
)
"""What a new account allows. Which products customers can change to, the merchant must say."""


@from_the_start
def first(account: Account) -> BillingPortalConfiguration:
    """The default configuration of a new account, in the mode of the row: a row to be inserted."""
    return BillingPortalConfiguration(
        id=new_id(BillingPortalConfiguration.prefix),
        **Tenant.of(account).columns,
        created=account.created,
        features=_FIRST,
        is_default=True,
        updated=account.created,
    )


async def create(
    tx: Tx,
    *,
    features: Annotated[BillingPortalFeaturesParams, Doc("What customers can do. Omitted features are disabled.")],
    **values: Any,
) -> BillingPortalConfiguration:
    """Create a configuration of the customer portal."""
    values["features"] = await _checked(tx, merge(BillingPortalFeatures, None, features))
    login = values.pop("login_page", None)
    values["business_profile"] = values.get("business_profile") or BillingPortalBusinessProfile()
    configuration = await crud.build(tx, BillingPortalConfiguration, values | {"updated": tx.now})
    configuration.login_page = _login_page(tx, configuration, login)
    tx.tell("created", configuration)
    return configuration


async def update(
    tx: Tx,
    configuration: BillingPortalConfiguration,
    *,
    active: Annotated[bool | None, Of(BillingPortalConfiguration)] = None,
    features: Annotated[
        BillingPortalFeaturesUpdateParams | None, Doc("What customers can do. Omitted features do not change.")
    ] = None,
    **values: Any,
) -> BillingPortalConfiguration:
    """Update a configuration of the customer portal. Sessions that are open follow."""
    with Mistakes() as mistakes:
        if active is False and configuration.is_default:
            mistakes.add(
                InvalidRequest(
                    "The default configuration is used by all sessions that name no other, so it stays active.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="active",
                )
            )
        if features is not None:
            with mistakes.noted():
                merged = merge(BillingPortalFeatures, configuration.features, features)
                values["features"] = await _checked(tx, merged)
    if active is not None:
        values["active"] = active
    if "login_page" in values:
        values["login_page"] = _login_page(tx, configuration, values["login_page"])
    if "business_profile" in values:
        given = values["business_profile"] or BillingPortalBusinessProfile()
        values["business_profile"] = merge(BillingPortalBusinessProfile, configuration.business_profile, given)
    await crud.amend(tx, configuration, values)
    if tx.changed(configuration):
        configuration.updated = tx.now
        tx.tell("updated", configuration)
    return configuration


async def chosen(tx: Tx, id: str | None) -> BillingPortalConfiguration:
    """The configuration that a new session names, or the default one. Raises InvalidRequest for an inactive one."""
    if id is None:
        for default in await tx.find(BillingPortalConfiguration, is_default=True, lock=False):
            return default
        raise InvalidRequest(
            "The account has no default configuration of the customer portal. Create one and name it here.",
            code=ErrorCode.PARAMETER_MISSING,
            field="configuration",
        )
    found = await tx.get(BillingPortalConfiguration, id, field="configuration", lock=False)
    if not found.active:
        raise InvalidRequest(
            "This configuration is not active. Update it with `active` true, or use another.",
            code=ErrorCode.PARAMETER_INVALID,
            field="configuration",
        )
    return found


def _login_page(
    tx: Tx, configuration: BillingPortalConfiguration, given: BillingPortalLoginPage | None
) -> BillingPortalLoginPage:
    """The login page as it is now: an address of its own whenever it is enabled again. The address has the rest of the
    configuration's id, by which it is found, before the token."""
    old = configuration.login_page
    if given is None or given.enabled == old.enabled:
        return old
    id = configuration.id.removeprefix(configuration.prefix)
    address = f"{'' if tx.livemode else 'test_'}{id}-{secrets.token_urlsafe(18)}"
    return BillingPortalLoginPage(
        enabled=given.enabled, url=f"{public_url()}/p/login/{address}" if given.enabled else None
    )


async def _checked(tx: Tx, features: BillingPortalFeatures) -> BillingPortalFeatures:
    """The features, which fit together. Raises InvalidRequest for all that do not."""
    with Mistakes() as mistakes:
        for mistake in _misfits(features):
            mistakes.add(mistake)
        with mistakes.noted("features.subscription_update"):
            await _check_products(tx, features.subscription_update.products or [])
    return features


def _misfits(features: BillingPortalFeatures) -> Iterator[InvalidRequest]:
    cancel, update = features.subscription_cancel, features.subscription_update
    field = "features.subscription_cancel.proration_behavior"
    if cancel.proration_behavior is ProrationBehavior.ALWAYS_INVOICE:
        yield InvalidRequest(
            f"`{field}` cannot be ALWAYS_INVOICE. Use CREATE_PRORATIONS or NONE.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    prorates = cancel.proration_behavior is ProrationBehavior.CREATE_PRORATIONS
    if prorates and cancel.mode is not BillingPortalCancellationMode.IMMEDIATELY:
        yield InvalidRequest(
            f"`{field}` CREATE_PRORATIONS needs `features.subscription_cancel.mode` IMMEDIATELY: at the end of a "
            "period there is no unused time.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    if update.enabled and not features.payment_method_update.enabled:
        yield InvalidRequest(
            "`features.subscription_update` cannot be enabled while `features.payment_method_update` is disabled.",
            code=ErrorCode.PARAMETER_INVALID,
            field="features.subscription_update.enabled",
        )


async def _check_products(tx: Tx, products: list[BillingPortalProduct]) -> None:
    """Raise InvalidRequest for products and prices that a subscription cannot be changed to."""
    seen: set[str] = set()
    with Mistakes() as mistakes:
        for place, each in enumerate(products):
            with mistakes.noted(f"products.{place}"):
                if each.product_id in seen:
                    raise InvalidRequest(
                        f"The product '{each.product_id}' is there twice. Name all of its prices at once.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field="product",
                    )
                seen.add(each.product_id)
                with Mistakes() as within:
                    with within.noted():
                        await tx.get(Product, each.product_id, field="product", lock=False)
                    with within.noted():
                        await _check_prices(tx, each)


async def _check_prices(tx: Tx, product: BillingPortalProduct) -> None:
    with Mistakes() as mistakes:
        for place, id in enumerate(product.prices):
            field = f"prices.{place}"
            with mistakes.noted():
                price = await tx.get(Price, id, field=field, lock=False)
                if price.product_id != product.product_id:
                    raise InvalidRequest(
                        f"`{field}` is '{id}', which is a price of another product.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field=field,
                    )
                if price.recurring is None or not price.active:
                    raise InvalidRequest(
                        f"`{field}` is '{id}', which is not an active recurring price.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field=field,
                    )

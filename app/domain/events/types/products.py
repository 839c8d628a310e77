"""Events of what is sold and on what terms: products, prices, coupons, taxes, checkout and payment links."""

TYPES: dict[str, dict[str, str]] = {
    "checkout.session": {
        "checkout.session.async_payment_failed": "A payment whose answer came after the checkout failed.",
        "checkout.session.async_payment_succeeded": "A payment whose answer came after the checkout went through.",
        "checkout.session.completed": "A customer completed a checkout.",
        "checkout.session.expired": "A checkout can't be completed any more: its time ran out, or it was ended.",
    },
    "coupon": {
        "coupon.created": "A coupon was made.",
        "coupon.deleted": "A coupon was deleted.",
        "coupon.updated": "Something about a coupon changed.",
    },
    "discount": {
        "customer.discount.created": "A customer was given a discount.",
        "customer.discount.deleted": "A customer's discount was taken away.",
        "customer.discount.updated": "A customer's discount now comes from another coupon.",
    },
    "entitlements.active_entitlement_summary": {
        "entitlements.active_entitlement_summary.updated": "A customer gained features, or lost some.",
    },
    "payment_link": {
        "payment_link.created": "A payment link was made.",
        "payment_link.updated": "Something about a payment link changed.",
    },
    "price": {
        "price.created": "A price was made.",
        "price.deleted": "A price was deleted.",
        "price.updated": "Something about a price changed.",
    },
    "product": {
        "product.created": "A product was made.",
        "product.deleted": "A product was deleted.",
        "product.updated": "Something about a product changed.",
    },
    "promotion_code": {
        "promotion_code.created": "A promotion code was made.",
        "promotion_code.updated": "Something about a promotion code changed.",
    },
    "tax.settings": {
        "tax.settings.updated": "The account's tax settings changed.",
    },
    "tax_rate": {
        "tax_rate.created": "A tax rate was made.",
        "tax_rate.updated": "Something about a tax rate changed.",
    },
}

"""Events of cards that the account issues itself."""

TYPES: dict[str, dict[str, str]] = {
    "issuing.authorization": {
        "issuing_authorization.created": "A purchase with an issued card was approved or declined.",
        "issuing_authorization.request": "A purchase with an issued card awaits your answer, which must come at once.",
        "issuing_authorization.updated": "Something about an authorization changed.",
    },
    "issuing.card": {
        "issuing_card.created": "A card was issued.",
        "issuing_card.updated": "Something about an issued card changed.",
    },
    "issuing.cardholder": {
        "issuing_cardholder.created": "A cardholder was added.",
        "issuing_cardholder.updated": "Something about a cardholder changed.",
    },
    "issuing.dispute": {
        "issuing_dispute.closed": "A dispute about a purchase was decided, or ran out of time.",
        "issuing_dispute.created": "A dispute about a purchase was drawn up.",
        "issuing_dispute.funds_reinstated": "The money of a disputed purchase came back.",
        "issuing_dispute.funds_rescinded": "Money that a dispute had brought back was taken away again.",
        "issuing_dispute.submitted": "A dispute about a purchase was sent to the card's network.",
        "issuing_dispute.updated": "Something about a dispute changed.",
    },
    "issuing.personalization_design": {
        "issuing_personalization_design.activated": "A card design can be used: its bundle is active.",
        "issuing_personalization_design.deactivated": "A card design can't be used: its bundle is no longer active.",
        "issuing_personalization_design.rejected": "A card design was turned down in review.",
        "issuing_personalization_design.updated": "Something about a card design changed.",
    },
    "issuing.token": {
        "issuing_token.created": "An issued card was added to a digital wallet.",
        "issuing_token.updated": "Something about an issued card's place in a wallet changed.",
    },
    "issuing.transaction": {
        "issuing_transaction.created": "Money moved for an issued card: a purchase was captured, or refunded.",
        "issuing_transaction.purchase_details_receipt_updated": "A merchant sent the receipt of a purchase.",
        "issuing_transaction.updated": "Something about an issued card's transaction changed.",
    },
}

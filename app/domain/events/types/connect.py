"""Events of accounts, and of platforms that act for them."""

TYPES: dict[str, dict[str, str]] = {
    "account": {
        "account.updated": "An account changed: its details, its status, or what is still required of it.",
    },
    "application": {
        "account.application.authorized": "An account let a platform act for it. Only that platform is told.",
        "account.application.deauthorized": "An account took that leave back. Only that platform is told.",
    },
    "application_fee": {
        "application_fee.created": "A platform took its fee from a charge.",
        "application_fee.refunded": "A platform gave back part or all of a fee, by itself or with a refunded charge.",
    },
    "capability": {
        "capability.updated": "What an account may do changed, or what is required for it.",
    },
    "external_account": {
        "account.external_account.created": "A bank account or debit card for payouts was added to an account.",
        "account.external_account.deleted": "A bank account or debit card for payouts was taken off an account.",
        "account.external_account.updated": "Details of an account's bank account or debit card for payouts changed.",
    },
    "fee_refund": {
        "application_fee.refund.updated": "A refund of a platform's fee changed.",
    },
    "person": {
        "person.created": "A person was added to an account.",
        "person.deleted": "A person was taken off an account.",
        "person.updated": "Something about a person of an account changed.",
    },
    "transfer": {
        "transfer.created": "Money was sent to a connected account.",
        "transfer.reversed": "Part or all of a transfer was called back.",
        "transfer.updated": "A transfer's description or metadata changed.",
    },
}

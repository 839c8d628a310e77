"""The codes of refusals: Stripe's, and those that this server adds where Stripe has none."""

from enum import StrEnum, auto


class ErrorCode(StrEnum):
    """Why something was refused, for programs to act on: Stripe's codes, and some beyond Stripe's, marked as such."""

    ACCOUNT_CLOSED = auto()
    """The bank account was closed."""
    ACCOUNT_COUNTRY_INVALID_ADDRESS = auto()
    """The business's country and the country of the address differ."""
    ACCOUNT_ERROR_COUNTRY_CHANGE_REQUIRES_ADDITIONAL_STEPS = auto()
    """An account's country changes only after further steps."""
    ACCOUNT_INFORMATION_MISMATCH = auto()
    """What was given does not match what is known of the account."""
    ACCOUNT_INVALID = auto()
    """The account given as an id or header is not valid."""
    ACCOUNT_NUMBER_INVALID = auto()
    """A bank account's number has the wrong form."""
    ACSS_DEBIT_SESSION_INCOMPLETE = auto()
    """A pre-authorized debit waits for its session to be completed."""
    ALIPAY_UPGRADE_REQUIRED = auto()
    """The way of creating Alipay payments is no longer supported."""
    AMOUNT_TOO_LARGE = auto()
    """The amount is above the most that is possible here."""
    AMOUNT_TOO_SMALL = auto()
    """The amount is below the least that is possible here."""
    API_KEY_EXPIRED = auto()
    """The API key was rolled or has expired."""
    APPLICATION_FEES_NOT_ALLOWED = auto()
    """An application fee cannot be taken on this payment."""
    AUTHENTICATION_REQUIRED = auto()
    """The issuer wants the customer to authenticate first."""
    BALANCE_INSUFFICIENT = auto()
    """The available balance does not cover the amount."""
    BALANCE_INVALID_PARAMETER = auto()
    """A balance method was given a value that cannot be taken."""
    BANK_ACCOUNT_BAD_ROUTING_NUMBERS = auto()
    """The bank account cannot be reached by its routing number."""
    BANK_ACCOUNT_DECLINED = auto()
    """The bank account cannot be used for this payment."""
    BANK_ACCOUNT_EXISTS = auto()
    """The customer has this bank account already."""
    BANK_ACCOUNT_RESTRICTED = auto()
    """The bank account does not allow such transfers."""
    BANK_ACCOUNT_UNUSABLE = auto()
    """The bank account cannot be paid out to."""
    BANK_ACCOUNT_UNVERIFIED = auto()
    """The bank account was not verified yet."""
    BANK_ACCOUNT_VERIFICATION_FAILED = auto()
    """The values given do not verify the bank account."""
    BILLING_INVALID_MANDATE = auto()
    """The mandate cannot be used for this subscription or invoice."""
    BITCOIN_UPGRADE_REQUIRED = auto()
    """The way of creating Bitcoin payments is no longer supported."""
    CAPTURE_CHARGE_AUTHORIZATION_EXPIRED = auto()
    """The authorization ended before the charge was captured."""
    CAPTURE_UNAUTHORIZED_PAYMENT = auto()
    """The charge was not authorized, so nothing can be captured."""
    CARD_DECLINE_RATE_LIMIT_EXCEEDED = auto()
    """The card was declined too often and must rest."""
    CARD_DECLINED = auto()
    """The card was declined; `declineCode` may have the reason."""
    CARDHOLDER_PHONE_NUMBER_REQUIRED = auto()
    """The cardholder has no phone number, which is needed here."""
    CHARGE_ALREADY_CAPTURED = auto()
    """The charge was captured already."""
    CHARGE_ALREADY_REFUNDED = auto()
    """The charge was refunded in full already."""
    CHARGE_DISPUTED = auto()
    """The charge is disputed and cannot be refunded."""
    CHARGE_EXCEEDS_SOURCE_LIMIT = auto()
    """The charge would exceed the limit of its source."""
    CHARGE_EXCEEDS_TRANSACTION_LIMIT = auto()
    """The charge would exceed the limit per transaction."""
    CHARGE_EXPIRED_FOR_CAPTURE = auto()
    """The charge's authorization is over and cannot be captured."""
    CHARGE_INVALID_PARAMETER = auto()
    """A value does not fit the state or kind of the charge."""
    CHARGE_NOT_REFUNDABLE = auto()
    """The charge cannot be refunded in its state."""
    CLEARING_CODE_UNSUPPORTED = auto()
    """The bank's clearing code is not supported."""
    COUNTRY_CODE_INVALID = auto()
    """The country code is not one that is known."""
    COUNTRY_UNSUPPORTED = auto()
    """The country is not supported for this."""
    COUPON_EXPIRED = auto()
    """The coupon can no longer be redeemed."""
    CUSTOMER_MAX_PAYMENT_METHODS = auto()
    """The customer has the most payment methods allowed."""
    CUSTOMER_MAX_SUBSCRIPTIONS = auto()
    """The customer has the most subscriptions allowed."""
    CUSTOMER_TAX_LOCATION_INVALID = auto()
    """The customer's location for tax is not recognized."""
    DEBIT_NOT_AUTHORIZED = auto()
    """The account's holder did not authorize the debit."""
    EMAIL_INVALID = auto()
    """The text is not an email address."""
    EXPIRED_CARD = auto()
    """The card has expired."""
    FINANCIAL_CONNECTIONS_ACCOUNT_INACTIVE = auto()
    """The linked account is no longer active."""
    FINANCIAL_CONNECTIONS_NO_SUCCESSFUL_TRANSACTION_REFRESH = auto()
    """The linked account's transactions were never refreshed successfully."""
    FORWARDING_API_INACTIVE = auto()
    """Forwarding of requests is not enabled for the account."""
    FORWARDING_API_INVALID_PARAMETER = auto()
    """A value given to forward a request cannot be taken."""
    FORWARDING_API_UPSTREAM_CONNECTION_ERROR = auto()
    """The server to be forwarded to could not be reached."""
    FORWARDING_API_UPSTREAM_CONNECTION_TIMEOUT = auto()
    """The server to be forwarded to did not answer in time."""
    IDEMPOTENCY_KEY_IN_USE = auto()
    """Another request with this idempotency key is still running."""
    INCORRECT_ADDRESS = auto()
    """The card's billing address is wrong."""
    INCORRECT_CVC = auto()
    """The card's security code is wrong."""
    INCORRECT_NUMBER = auto()
    """The card's number is wrong."""
    INCORRECT_ZIP = auto()
    """The card's postal code is wrong."""
    INSTANT_PAYOUTS_CONFIG_DISABLED = auto()
    """The account is not set up for instant payouts."""
    INSTANT_PAYOUTS_CURRENCY_DISABLED = auto()
    """Instant payouts are not available in this currency."""
    INSTANT_PAYOUTS_LIMIT_EXCEEDED = auto()
    """The day's limit of instant payouts is reached."""
    INSTANT_PAYOUTS_UNSUPPORTED = auto()
    """The destination does not take instant payouts."""
    INSUFFICIENT_FUNDS = auto()
    """The account or card has too little money."""
    INTENT_INVALID_STATE = auto()
    """The intent's status does not allow what was asked."""
    INTENT_VERIFICATION_METHOD_MISSING = auto()
    """The bank account cannot be verified in the way asked for."""
    INVALID_CARD_TYPE = auto()
    """Cards of this kind cannot be used here."""
    INVALID_CHARACTERS = auto()
    """The text has characters that are not allowed here."""
    INVALID_CHARGE_AMOUNT = auto()
    """The amount of the charge cannot be charged."""
    INVALID_CVC = auto()
    """The card's security code has the wrong form."""
    INVALID_EXPIRY_MONTH = auto()
    """The card's expiry month cannot be right."""
    INVALID_EXPIRY_YEAR = auto()
    """The card's expiry year cannot be right."""
    INVALID_MANDATE_REFERENCE_PREFIX_FORMAT = auto()
    """The prefix of the mandate's reference has the wrong form."""
    INVALID_NUMBER = auto()
    """The card's number has the wrong form."""
    INVALID_SOURCE_USAGE = auto()
    """The source cannot be used in its state."""
    INVALID_TAX_LOCATION = auto()
    """The location for tax is not recognized."""
    INVOICE_NO_CUSTOMER_LINE_ITEMS = auto()
    """The customer has no items to be invoiced."""
    INVOICE_NO_PAYMENT_METHOD_TYPES = auto()
    """The invoice has no payment method types to be paid with."""
    INVOICE_NO_SUBSCRIPTION_LINE_ITEMS = auto()
    """The subscription has no items to be invoiced."""
    INVOICE_NOT_EDITABLE = auto()
    """The invoice can no longer be changed."""
    INVOICE_ON_BEHALF_OF_NOT_EDITABLE = auto()
    """The account that the invoice is made on behalf of can no longer change."""
    INVOICE_PAYMENT_INTENT_REQUIRES_ACTION = auto()
    """The invoice's payment waits for the customer to act."""
    INVOICE_UPCOMING_NONE = auto()
    """The customer has no upcoming invoice to preview."""
    LIVEMODE_MISMATCH = auto()
    """Test mode and live mode do not mix."""
    LOCK_TIMEOUT = auto()
    """Another request held the same objects for too long."""
    MISSING = auto()
    """A customer and one of its sources do not belong together."""
    NO_ACCOUNT = auto()
    """The bank knows no such account."""
    NOT_ALLOWED_ON_STANDARD_ACCOUNT = auto()
    """Standard accounts do not allow this."""
    OUT_OF_INVENTORY = auto()
    """The item is out of stock."""
    OWNERSHIP_DECLARATION_NOT_ALLOWED = auto()
    """The account's kind of business declares no ownership."""
    PARAMETER_INVALID_EMPTY = auto()
    """A value is needed, and none was given."""
    PARAMETER_INVALID_INTEGER = auto()
    """The number is not a whole one, or out of its range."""
    PARAMETER_INVALID_STRING_BLANK = auto()
    """The text consists of white space alone."""
    PARAMETER_INVALID_STRING_EMPTY = auto()
    """The text has no characters, and needs some."""
    PARAMETER_MISSING = auto()
    """A field that is needed here was not given."""
    PARAMETER_UNKNOWN = auto()
    """A field was given that is not taken here."""
    PARAMETERS_EXCLUSIVE = auto()
    """Fields were given that exclude each other."""
    PAYMENT_INTENT_ACTION_REQUIRED = auto()
    """The customer must act before the payment can succeed."""
    PAYMENT_INTENT_AUTHENTICATION_FAILURE = auto()
    """The customer could not be authenticated."""
    PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD = auto()
    """The payment cannot be paid with this payment method."""
    PAYMENT_INTENT_INVALID_PARAMETER = auto()
    """A value does not fit the payment."""
    PAYMENT_INTENT_KONBINI_REJECTED_CONFIRMATION_NUMBER = auto()
    """The confirmation number for the convenience store was rejected."""
    PAYMENT_INTENT_MANDATE_INVALID = auto()
    """The mandate does not cover the payment."""
    PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED = auto()
    """The attempt to pay took too long and expired."""
    PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED = auto()
    """The latest attempt to pay failed."""
    PAYMENT_INTENT_UNEXPECTED_STATE = auto()
    """The payment's status does not allow what was asked."""
    PAYMENT_METHOD_BANK_ACCOUNT_ALREADY_VERIFIED = auto()
    """The bank account was verified already."""
    PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED = auto()
    """The bank account is blocked from being debited."""
    PAYMENT_METHOD_BILLING_DETAILS_ADDRESS_MISSING = auto()
    """The payment method needs a billing address."""
    PAYMENT_METHOD_CONFIGURATION_FAILURES = auto()
    """Some accounts' payment method settings could not be changed."""
    PAYMENT_METHOD_CURRENCY_MISMATCH = auto()
    """The payment method does not pay in this currency."""
    PAYMENT_METHOD_CUSTOMER_DECLINE = auto()
    """The customer declined the payment."""
    PAYMENT_METHOD_INVALID_PARAMETER = auto()
    """A value does not fit the payment method."""
    PAYMENT_METHOD_INVALID_PARAMETER_TESTMODE = auto()
    """A value does not fit the payment method in test mode."""
    PAYMENT_METHOD_MICRODEPOSIT_FAILED = auto()
    """The small deposits did not reach the bank account."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_INVALID = auto()
    """The amounts of the small deposits are not two numbers."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_MISMATCH = auto()
    """The amounts are not those of the small deposits."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED = auto()
    """The bank account was verified wrongly too often."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_DESCRIPTOR_CODE_MISMATCH = auto()
    """The code is not the one on the statement."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT = auto()
    """The small deposits were not verified in time."""
    PAYMENT_METHOD_NOT_AVAILABLE = auto()
    """The payment method cannot be used at the moment."""
    PAYMENT_METHOD_PROVIDER_DECLINE = auto()
    """The provider of the payment method declined the payment."""
    PAYMENT_METHOD_PROVIDER_TIMEOUT = auto()
    """The provider of the payment method did not answer."""
    PAYMENT_METHOD_UNACTIVATED = auto()
    """The payment method is not activated for the account."""
    PAYMENT_METHOD_UNEXPECTED_STATE = auto()
    """The payment method's state does not allow what was asked."""
    PAYMENT_METHOD_UNSUPPORTED_TYPE = auto()
    """Payment methods of this type cannot be used here."""
    PAYOUT_RECONCILIATION_NOT_READY = auto()
    """What the payout consists of is not known yet."""
    PAYOUTS_LIMIT_EXCEEDED = auto()
    """The limit of payouts for now is reached."""
    PAYOUTS_NOT_ALLOWED = auto()
    """The account may not be paid out."""
    PLATFORM_ACCOUNT_REQUIRED = auto()
    """Only a platform's account can do this."""
    PLATFORM_API_KEY_EXPIRED = auto()
    """The platform's API key has expired."""
    POSTAL_CODE_INVALID = auto()
    """The postal code is wrong."""
    PROCESSING_ERROR = auto()
    """The payment could not be processed for a technical reason."""
    PRODUCT_INACTIVE = auto()
    """The product is not active, so it cannot be sold."""
    PROGRESSIVE_ONBOARDING_LIMIT_EXCEEDED = auto()
    """The account must be completed before it takes more."""
    RATE_LIMIT = auto()
    """Too many requests came in too short a time."""
    REFER_TO_CUSTOMER = auto()
    """The customer stopped the payment with the bank."""
    REFUND_DISPUTED_PAYMENT = auto()
    """A disputed payment cannot be refunded."""
    RESOURCE_ALREADY_EXISTS = auto()
    """Another object has what only one can have."""
    RESOURCE_MISSING = auto()
    """There is no such object in this account and mode."""
    RETURN_INTENT_ALREADY_PROCESSED = auto()
    """The return was processed already."""
    ROUTING_NUMBER_INVALID = auto()
    """The bank's routing number has the wrong form."""
    SECRET_KEY_REQUIRED = auto()
    """A publishable key was given where a secret one is needed."""
    SEPA_UNSUPPORTED_ACCOUNT = auto()
    """The account cannot be debited through SEPA."""
    SETUP_ATTEMPT_FAILED = auto()
    """The latest attempt to set up the payment method failed."""
    SETUP_INTENT_AUTHENTICATION_FAILURE = auto()
    """The customer could not be authenticated for the setup."""
    SETUP_INTENT_INVALID_PARAMETER = auto()
    """A value does not fit the setup."""
    SETUP_INTENT_MANDATE_INVALID = auto()
    """The mandate does not cover the setup."""
    SETUP_INTENT_SETUP_ATTEMPT_EXPIRED = auto()
    """The attempt to set up took too long and expired."""
    SETUP_INTENT_UNEXPECTED_STATE = auto()
    """The setup's status does not allow what was asked."""
    SHIPPING_ADDRESS_INVALID = auto()
    """The shipping address does not match what is known."""
    SHIPPING_CALCULATION_FAILED = auto()
    """The cost of shipping could not be worked out."""
    SKU_INACTIVE = auto()
    """The stock keeping unit is not active."""
    STATE_UNSUPPORTED = auto()
    """The account's state or province is not supported."""
    STATUS_TRANSITION_INVALID = auto()
    """The object's status cannot change in this way."""
    STRIPE_TAX_INACTIVE = auto()
    """Automatic tax is not active for the account."""
    TAX_ID_INVALID = auto()
    """The tax id has the wrong form or too few digits."""
    TAXES_CALCULATION_FAILED = auto()
    """The tax could not be worked out."""
    TERMINAL_LOCATION_COUNTRY_UNSUPPORTED = auto()
    """Terminals are not supported in the location's country."""
    TERMINAL_READER_BUSY = auto()
    """The reader is occupied with another action."""
    TERMINAL_READER_HARDWARE_FAULT = auto()
    """The reader's hardware has a fault."""
    TERMINAL_READER_INVALID_LOCATION_FOR_ACTIVATION = auto()
    """The reader cannot be activated at this location."""
    TERMINAL_READER_INVALID_LOCATION_FOR_PAYMENT = auto()
    """The reader cannot take payments at this location."""
    TERMINAL_READER_OFFLINE = auto()
    """The reader cannot be reached at the moment."""
    TERMINAL_READER_TIMEOUT = auto()
    """The reader did not answer in time."""
    TESTMODE_CHARGES_ONLY = auto()
    """The account can be used in test mode alone."""
    TLS_VERSION_UNSUPPORTED = auto()
    """The connection uses a version of TLS that is too old."""
    TOKEN_ALREADY_USED = auto()
    """The token was used already, and works once."""
    TOKEN_CARD_NETWORK_INVALID = auto()
    """The token's card network does not fit what was asked."""
    TOKEN_IN_USE = auto()
    """The token is being used by another request."""
    TRANSFER_SOURCE_BALANCE_PARAMETERS_MISMATCH = auto()
    """The balance and the source of the transfer do not fit."""
    TRANSFERS_NOT_ALLOWED = auto()
    """The account may not make this transfer."""
    URL_INVALID = auto()
    """The text is not a web address that can be used."""

    # Beyond Stripe's.
    CHARGE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the charge's status does not allow what was asked."""
    FEATURE_UNAVAILABLE = auto()
    """Beyond Stripe's codes: this server is not set up for what was asked."""
    IDEMPOTENCY_KEY_REUSED = auto()
    """Beyond Stripe's codes: the idempotency key came with another mutation or input."""
    PARAMETER_IMMUTABLE = auto()
    """Beyond Stripe's codes: the field has a value that cannot change any more."""
    PARAMETER_INVALID = auto()
    """Beyond Stripe's codes: the value is not one that the field can take."""
    PARAMETER_TOO_LONG = auto()
    """Beyond Stripe's codes: the text or list is longer than the field takes."""
    PERMISSION_MISSING = auto()
    """Beyond Stripe's codes: the API key may not read what was chosen."""
    REFUND_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the refund's status does not allow what was asked."""
    RESOURCE_IN_USE = auto()
    """Beyond Stripe's codes: another object needs this one as it is."""
    RESOURCE_LIMIT_EXCEEDED = auto()
    """Beyond Stripe's codes: the account has as many of these as it may."""
    TEST_CLOCK_ADVANCING = auto()
    """Beyond Stripe's codes: the test clock is being moved; try again shortly."""
    TEST_CLOCK_MISMATCH = auto()
    """Beyond Stripe's codes: objects that live under different test clocks do not meet."""
    TEST_CLOCK_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the test clock's status does not allow what was asked."""

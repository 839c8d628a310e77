"""The codes of errors: Stripe's, and those that this server adds."""

from enum import StrEnum, auto


class ErrorCode(StrEnum):
    """Code of an error, for programs to act on. Codes beyond Stripe's are marked as such."""

    ACCOUNT_CLOSED = auto()
    """The bank account was closed."""
    ACCOUNT_COUNTRY_INVALID_ADDRESS = auto()
    """The business's country and the country of the address differ."""
    ACCOUNT_ERROR_COUNTRY_CHANGE_REQUIRES_ADDITIONAL_STEPS = auto()
    """The account's country can only change after additional steps."""
    ACCOUNT_INFORMATION_MISMATCH = auto()
    """The provided information does not match the account."""
    ACCOUNT_INVALID = auto()
    """The account given as an id or header is not valid."""
    ACCOUNT_NUMBER_INVALID = auto()
    """The bank account number is not valid."""
    ACSS_DEBIT_SESSION_INCOMPLETE = auto()
    """A pre-authorized debit waits for its session to be completed."""
    ALIPAY_UPGRADE_REQUIRED = auto()
    """The old way of creating Alipay payments is no longer supported."""
    AMOUNT_TOO_LARGE = auto()
    """The amount is above the maximum."""
    AMOUNT_TOO_SMALL = auto()
    """The amount is below the minimum."""
    API_KEY_EXPIRED = auto()
    """The API key has expired or was rolled."""
    APPLICATION_FEES_NOT_ALLOWED = auto()
    """An application fee is not allowed on this payment."""
    ARCHIVED_METER = auto()
    """The meter was deactivated, and counts no events."""
    AUTHENTICATION_REQUIRED = auto()
    """The issuer requires the customer to authenticate."""
    BALANCE_INSUFFICIENT = auto()
    """The available balance does not cover the amount."""
    BALANCE_INVALID_PARAMETER = auto()
    """A value of the balance request is not valid."""
    BANK_ACCOUNT_BAD_ROUTING_NUMBERS = auto()
    """The bank account's routing number is not valid."""
    BANK_ACCOUNT_DECLINED = auto()
    """The bank account cannot be used for this payment."""
    BANK_ACCOUNT_EXISTS = auto()
    """The customer already has this bank account."""
    BANK_ACCOUNT_RESTRICTED = auto()
    """The bank account does not allow such transfers."""
    BANK_ACCOUNT_UNUSABLE = auto()
    """The bank account cannot receive payouts."""
    BANK_ACCOUNT_UNVERIFIED = auto()
    """The bank account is not verified yet."""
    BANK_ACCOUNT_VERIFICATION_FAILED = auto()
    """The provided values do not verify the bank account."""
    BILLING_INVALID_MANDATE = auto()
    """The mandate cannot be used for this subscription or invoice."""
    BITCOIN_UPGRADE_REQUIRED = auto()
    """The old way of creating Bitcoin payments is no longer supported."""
    CAPTURE_CHARGE_AUTHORIZATION_EXPIRED = auto()
    """The authorization expired before the charge was captured."""
    CAPTURE_UNAUTHORIZED_PAYMENT = auto()
    """The charge was not authorized, so nothing can be captured."""
    CARD_DECLINE_RATE_LIMIT_EXCEEDED = auto()
    """The card was declined too often, and can be retried later."""
    CARD_DECLINED = auto()
    """The card was declined; `declineCode` may have the reason."""
    CARDHOLDER_PHONE_NUMBER_REQUIRED = auto()
    """The cardholder has no phone number, which is required."""
    CHARGE_ALREADY_CAPTURED = auto()
    """The charge was already captured."""
    CHARGE_ALREADY_REFUNDED = auto()
    """The charge was already fully refunded."""
    CHARGE_DISPUTED = auto()
    """The charge is disputed and cannot be refunded."""
    CHARGE_EXCEEDS_SOURCE_LIMIT = auto()
    """The charge would exceed the limit of its source."""
    CHARGE_EXCEEDS_TRANSACTION_LIMIT = auto()
    """The charge would exceed the limit per transaction."""
    CHARGE_EXPIRED_FOR_CAPTURE = auto()
    """The charge's authorization has expired and cannot be captured."""
    CHARGE_INVALID_PARAMETER = auto()
    """A value does not fit the status or type of the charge."""
    CHARGE_NOT_REFUNDABLE = auto()
    """The charge's status does not allow a refund."""
    CLEARING_CODE_UNSUPPORTED = auto()
    """The bank's clearing code is not supported."""
    COUNTRY_CODE_INVALID = auto()
    """The country code is not valid."""
    COUNTRY_UNSUPPORTED = auto()
    """The country is not supported."""
    COUPON_EXPIRED = auto()
    """The coupon has expired."""
    CUSTOMER_MAX_PAYMENT_METHODS = auto()
    """The customer has the maximum number of payment methods."""
    CUSTOMER_MAX_SUBSCRIPTIONS = auto()
    """The customer has the maximum number of subscriptions."""
    CUSTOMER_TAX_LOCATION_INVALID = auto()
    """The customer's location for tax is not recognized."""
    DEBIT_NOT_AUTHORIZED = auto()
    """The account holder did not authorize the debit."""
    DUPLICATE_METER_EVENT = auto()
    """Another event with the identifier was counted already."""
    EMAIL_INVALID = auto()
    """The text is not an email address."""
    EXPIRED_CARD = auto()
    """The card has expired."""
    FINANCIAL_CONNECTIONS_ACCOUNT_INACTIVE = auto()
    """The linked account is no longer active."""
    FINANCIAL_CONNECTIONS_NO_SUCCESSFUL_TRANSACTION_REFRESH = auto()
    """The linked account's transactions were never successfully refreshed."""
    FORWARDING_API_INACTIVE = auto()
    """Forwarding of requests is not enabled for the account."""
    FORWARDING_API_INVALID_PARAMETER = auto()
    """A value of the forwarding request is not valid."""
    FORWARDING_API_UPSTREAM_CONNECTION_ERROR = auto()
    """The destination server of the forwarded request could not be reached."""
    FORWARDING_API_UPSTREAM_CONNECTION_TIMEOUT = auto()
    """The destination server of the forwarded request did not respond in time."""
    IDEMPOTENCY_KEY_IN_USE = auto()
    """Another request with this idempotency key is in progress."""
    INCORRECT_ADDRESS = auto()
    """The card's billing address is wrong."""
    INCORRECT_CVC = auto()
    """The card's security code is wrong."""
    INCORRECT_NUMBER = auto()
    """The card's number is wrong."""
    INCORRECT_ZIP = auto()
    """The card's postal code is wrong."""
    INSTANT_PAYOUTS_CONFIG_DISABLED = auto()
    """Instant payouts are not enabled for the account."""
    INSTANT_PAYOUTS_CURRENCY_DISABLED = auto()
    """Instant payouts are not available in this currency."""
    INSTANT_PAYOUTS_LIMIT_EXCEEDED = auto()
    """The daily limit of instant payouts is reached."""
    INSTANT_PAYOUTS_UNSUPPORTED = auto()
    """The destination does not support instant payouts."""
    INSUFFICIENT_FUNDS = auto()
    """The account or card has insufficient funds."""
    INTENT_INVALID_STATE = auto()
    """The intent's status does not allow the operation."""
    INTENT_VERIFICATION_METHOD_MISSING = auto()
    """The requested verification method is not available for the bank account."""
    INVALID_CARD_TYPE = auto()
    """Cards of this type are not supported."""
    INVALID_CHARACTERS = auto()
    """The text has characters that are not allowed."""
    INVALID_CHARGE_AMOUNT = auto()
    """The amount of the charge is not valid."""
    INVALID_CVC = auto()
    """The card's security code is not valid."""
    INVALID_EXPIRY_MONTH = auto()
    """The card's expiration month is not valid."""
    INVALID_EXPIRY_YEAR = auto()
    """The card's expiration year is not valid."""
    INVALID_MANDATE_REFERENCE_PREFIX_FORMAT = auto()
    """The mandate's reference prefix has the wrong format."""
    INVALID_NUMBER = auto()
    """The card's number is not valid."""
    INVALID_SOURCE_USAGE = auto()
    """The source's status does not allow its use."""
    INVALID_TAX_LOCATION = auto()
    """The tax location is not recognized."""
    INVOICE_NO_CUSTOMER_LINE_ITEMS = auto()
    """The customer has no pending items to invoice."""
    INVOICE_NO_PAYMENT_METHOD_TYPES = auto()
    """The invoice has no payment method types."""
    INVOICE_NO_SUBSCRIPTION_LINE_ITEMS = auto()
    """The subscription has no pending items to invoice."""
    INVOICE_NOT_EDITABLE = auto()
    """The invoice can no longer be edited."""
    INVOICE_ON_BEHALF_OF_NOT_EDITABLE = auto()
    """The invoice's `onBehalfOf` account can no longer be edited."""
    INVOICE_PAYMENT_INTENT_REQUIRES_ACTION = auto()
    """The invoice's payment requires an action by the customer."""
    INVOICE_UPCOMING_NONE = auto()
    """The customer has no upcoming invoice to preview."""
    LIVEMODE_MISMATCH = auto()
    """Objects of test mode and live mode cannot be combined."""
    LOCK_TIMEOUT = auto()
    """Another request locked the same objects for too long."""
    METER_EVENT_CUSTOMER_NOT_FOUND = auto()
    """The customer of the meter event does not exist."""
    METER_EVENT_INVALID_VALUE = auto()
    """The value of the meter event is not a number."""
    METER_EVENT_NO_CUSTOMER_DEFINED = auto()
    """The meter event names no customer."""
    METER_EVENT_VALUE_NOT_FOUND = auto()
    """The meter event has no value."""
    MISSING = auto()
    """The source does not belong to the customer."""
    NO_ACCOUNT = auto()
    """The bank account does not exist."""
    NO_METER = auto()
    """No meter counts events of that name."""
    NOT_ALLOWED_ON_STANDARD_ACCOUNT = auto()
    """The operation is not allowed on standard accounts."""
    OUT_OF_INVENTORY = auto()
    """The item is out of stock."""
    OWNERSHIP_DECLARATION_NOT_ALLOWED = auto()
    """An ownership declaration is not allowed for the account's type of business."""
    PARAMETER_INVALID_EMPTY = auto()
    """The field requires a value."""
    PARAMETER_INVALID_INTEGER = auto()
    """The number is not an integer, or is out of range."""
    PARAMETER_INVALID_STRING_BLANK = auto()
    """The text has only white space."""
    PARAMETER_INVALID_STRING_EMPTY = auto()
    """The text is empty."""
    PARAMETER_MISSING = auto()
    """A required field is missing."""
    PARAMETER_UNKNOWN = auto()
    """The field is not supported."""
    PARAMETERS_EXCLUSIVE = auto()
    """Two or more fields are mutually exclusive."""
    PAYMENT_INTENT_ACTION_REQUIRED = auto()
    """The customer must act before the payment can succeed."""
    PAYMENT_INTENT_AUTHENTICATION_FAILURE = auto()
    """The customer could not be authenticated."""
    PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD = auto()
    """The payment method is not compatible with the payment."""
    PAYMENT_INTENT_INVALID_PARAMETER = auto()
    """A value does not fit the payment."""
    PAYMENT_INTENT_KONBINI_REJECTED_CONFIRMATION_NUMBER = auto()
    """The confirmation number for the convenience store was rejected."""
    PAYMENT_INTENT_MANDATE_INVALID = auto()
    """The mandate does not cover the payment."""
    PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED = auto()
    """The attempt to pay expired."""
    PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED = auto()
    """The latest attempt to pay failed."""
    PAYMENT_INTENT_UNEXPECTED_STATE = auto()
    """The payment's status does not allow the operation."""
    PAYMENT_METHOD_BANK_ACCOUNT_ALREADY_VERIFIED = auto()
    """The bank account is already verified."""
    PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED = auto()
    """The bank account is blocked from further debits."""
    PAYMENT_METHOD_BILLING_DETAILS_ADDRESS_MISSING = auto()
    """The payment method requires a billing address."""
    PAYMENT_METHOD_CONFIGURATION_FAILURES = auto()
    """Some accounts' payment method settings could not be changed."""
    PAYMENT_METHOD_CURRENCY_MISMATCH = auto()
    """The payment method does not support the currency."""
    PAYMENT_METHOD_CUSTOMER_DECLINE = auto()
    """The customer declined the payment."""
    PAYMENT_METHOD_INVALID_PARAMETER = auto()
    """A value does not fit the payment method."""
    PAYMENT_METHOD_INVALID_PARAMETER_TESTMODE = auto()
    """A value does not fit the payment method in test mode."""
    PAYMENT_METHOD_MICRODEPOSIT_FAILED = auto()
    """The microdeposits did not arrive at the bank account."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_INVALID = auto()
    """The amounts of the microdeposits are not two numbers."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_MISMATCH = auto()
    """The amounts do not match the microdeposits."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED = auto()
    """The bank account's verification failed too often."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_DESCRIPTOR_CODE_MISMATCH = auto()
    """The code does not match the bank statement."""
    PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT = auto()
    """The microdeposits were not verified in time."""
    PAYMENT_METHOD_NOT_AVAILABLE = auto()
    """The payment method is temporarily not available."""
    PAYMENT_METHOD_PROVIDER_DECLINE = auto()
    """The provider of the payment method declined the payment."""
    PAYMENT_METHOD_PROVIDER_TIMEOUT = auto()
    """The provider of the payment method did not respond in time."""
    PAYMENT_METHOD_UNACTIVATED = auto()
    """The payment method is not activated for the account."""
    PAYMENT_METHOD_UNEXPECTED_STATE = auto()
    """The payment method's status does not allow the operation."""
    PAYMENT_METHOD_UNSUPPORTED_TYPE = auto()
    """Payment methods of this type are not supported."""
    PAYOUT_RECONCILIATION_NOT_READY = auto()
    """The payout's reconciliation is not completed yet."""
    PAYOUTS_LIMIT_EXCEEDED = auto()
    """The limit of payouts is reached."""
    PAYOUTS_NOT_ALLOWED = auto()
    """Payouts are not allowed for the account."""
    PLATFORM_ACCOUNT_REQUIRED = auto()
    """The operation requires a platform account."""
    PLATFORM_API_KEY_EXPIRED = auto()
    """The platform's API key has expired."""
    POSTAL_CODE_INVALID = auto()
    """The postal code is not valid."""
    PROCESSING_ERROR = auto()
    """The payment could not be processed for a technical reason."""
    PRODUCT_INACTIVE = auto()
    """The product is not active and cannot be purchased."""
    PROGRESSIVE_ONBOARDING_LIMIT_EXCEEDED = auto()
    """The account must complete onboarding to exceed the limit."""
    RATE_LIMIT = auto()
    """Too many requests were sent in a short time."""
    REFER_TO_CUSTOMER = auto()
    """The customer stopped the payment with the bank."""
    REFUND_DISPUTED_PAYMENT = auto()
    """A disputed payment cannot be refunded."""
    RESOURCE_ALREADY_EXISTS = auto()
    """Another object already has the unique value."""
    RESOURCE_MISSING = auto()
    """The object does not exist in this account and mode."""
    RETURN_INTENT_ALREADY_PROCESSED = auto()
    """The return was already processed."""
    ROUTING_NUMBER_INVALID = auto()
    """The bank's routing number is not valid."""
    SECRET_KEY_REQUIRED = auto()
    """The request requires a secret key, but has a publishable key."""
    SEPA_UNSUPPORTED_ACCOUNT = auto()
    """The account does not support SEPA debits."""
    SETUP_ATTEMPT_FAILED = auto()
    """The latest attempt to set up the payment method failed."""
    SETUP_INTENT_AUTHENTICATION_FAILURE = auto()
    """The customer could not be authenticated for the setup."""
    SETUP_INTENT_INVALID_PARAMETER = auto()
    """A value does not fit the setup."""
    SETUP_INTENT_MANDATE_INVALID = auto()
    """The mandate does not cover the setup."""
    SETUP_INTENT_SETUP_ATTEMPT_EXPIRED = auto()
    """The attempt to set up the payment method expired."""
    SETUP_INTENT_UNEXPECTED_STATE = auto()
    """The setup's status does not allow the operation."""
    SHIPPING_ADDRESS_INVALID = auto()
    """The shipping address is not valid."""
    SHIPPING_CALCULATION_FAILED = auto()
    """The cost of shipping could not be calculated."""
    SKU_INACTIVE = auto()
    """The stock keeping unit (SKU) is not active."""
    STATE_UNSUPPORTED = auto()
    """The account's state or province is not supported."""
    STATUS_TRANSITION_INVALID = auto()
    """The object's status does not allow the transition."""
    STRIPE_TAX_INACTIVE = auto()
    """Automatic tax is not active for the account."""
    TAX_ID_INVALID = auto()
    """The tax ID is not valid."""
    TAXES_CALCULATION_FAILED = auto()
    """The tax could not be calculated."""
    TERMINAL_LOCATION_COUNTRY_UNSUPPORTED = auto()
    """Terminals are not supported in the location's country."""
    TERMINAL_READER_BUSY = auto()
    """The reader is busy with another action."""
    TERMINAL_READER_HARDWARE_FAULT = auto()
    """The reader's hardware has a fault."""
    TERMINAL_READER_INVALID_LOCATION_FOR_ACTIVATION = auto()
    """The reader cannot be activated at this location."""
    TERMINAL_READER_INVALID_LOCATION_FOR_PAYMENT = auto()
    """The reader cannot accept payments at this location."""
    TERMINAL_READER_OFFLINE = auto()
    """The reader is offline."""
    TERMINAL_READER_TIMEOUT = auto()
    """The reader did not respond in time."""
    TESTMODE_CHARGES_ONLY = auto()
    """The account can only be used in test mode."""
    TIMESTAMP_IN_FUTURE = auto()
    """The timestamp is too far in the future."""
    TIMESTAMP_TOO_FAR_IN_PAST = auto()
    """The timestamp is too far in the past."""
    TLS_VERSION_UNSUPPORTED = auto()
    """The TLS version of the connection is not supported."""
    TOKEN_ALREADY_USED = auto()
    """The single-use token was already used."""
    TOKEN_CARD_NETWORK_INVALID = auto()
    """The token's card network is not valid for the request."""
    TOKEN_IN_USE = auto()
    """The token is in use by another request."""
    TRANSFER_SOURCE_BALANCE_PARAMETERS_MISMATCH = auto()
    """The transfer's source and balance do not match."""
    TRANSFERS_NOT_ALLOWED = auto()
    """The transfer is not allowed for the account."""
    URL_INVALID = auto()
    """The text is not a valid web address."""

    # Beyond Stripe's.
    ALERT_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the alert's status does not allow the operation."""
    CHARGE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the charge's status does not allow the operation."""
    CREDIT_NOTE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the status of the credit note, or of its invoice, does not allow the operation."""
    DISPUTE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the dispute's status does not allow the operation."""
    FEATURE_UNAVAILABLE = auto()
    """Beyond Stripe's codes: the feature is not configured on this server."""
    IDEMPOTENCY_KEY_REUSED = auto()
    """Beyond Stripe's codes: the idempotency key was used with another mutation or input."""
    INVOICE_RENDERING_TEMPLATE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the rendering template's status does not allow the operation."""
    METER_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the meter's status does not allow the operation."""
    PARAMETER_IMMUTABLE = auto()
    """Beyond Stripe's codes: the field's value can no longer change."""
    PARAMETER_INVALID = auto()
    """Beyond Stripe's codes: the value is not valid for the field."""
    PARAMETER_TOO_LONG = auto()
    """Beyond Stripe's codes: the text or list exceeds the field's maximum length."""
    PERMISSION_MISSING = auto()
    """Beyond Stripe's codes: the API key lacks the permission to read the selected fields."""
    INVOICE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the invoice's status does not allow the operation."""
    INSUFFICIENT_CAPABILITIES_FOR_TRANSFER = auto()
    """Beyond Stripe's codes: the destination of a transfer lacks the capability to receive one."""
    PAYOUT_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the payout's status or kind does not allow the operation."""
    TOPUP_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the top-up's status does not allow the operation."""
    QUOTE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the quote's status does not allow the operation."""
    REFUND_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the refund's status does not allow the operation."""
    RESOURCE_IN_USE = auto()
    """Beyond Stripe's codes: another object depends on this one."""
    RESOURCE_LIMIT_EXCEEDED = auto()
    """Beyond Stripe's codes: the account has the maximum number of these objects."""
    SANDBOX_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the sandbox's status does not allow the operation."""
    SUBSCRIPTION_SCHEDULE_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the schedule's status does not allow the operation."""
    SUBSCRIPTION_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the subscription's status does not allow the operation."""
    TEST_CLOCK_ADVANCING = auto()
    """Beyond Stripe's codes: the test clock is advancing; retry shortly."""
    TEST_CLOCK_MISMATCH = auto()
    """Beyond Stripe's codes: the objects belong to different test clocks."""
    TEST_CLOCK_UNEXPECTED_STATE = auto()
    """Beyond Stripe's codes: the test clock's status does not allow the operation."""

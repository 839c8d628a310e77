"""What the provider of a redirect or a wallet answers in test mode, once the customer has authorized the payment."""

from dataclasses import dataclass

from app.error_codes import ErrorCode
from app.errors import CardError

PAYS = "provider_pays"
DENIES = "provider_denies"
"""The behaviors of a payment method with a provider."""


@dataclass(frozen=True)
class Denied:
    """The provider does not pay."""

    code: ErrorCode
    message: str

    def error(self) -> CardError:
        """The refusal as the caller sees it."""
        return CardError(self.message, code=self.code)


_DENIED = Denied(ErrorCode.PAYMENT_METHOD_PROVIDER_DECLINE, "The provider declined the payment. Pay another way.")
_NO_PROCESSOR = Denied(
    ErrorCode.PROCESSING_ERROR, "The payment could not be processed, and nothing was charged. Pay another way."
)


def no_processor() -> CardError:
    """The refusal of every payment in live mode."""
    return _NO_PROCESSOR.error()


def provider_answer(behaviour: str, *, livemode: bool) -> Denied | None:
    """Why the provider does not pay; None if it does. Live mode has no providers, so nothing is paid."""
    if livemode:
        return _NO_PROCESSOR
    return _DENIED if behaviour == DENIES else None

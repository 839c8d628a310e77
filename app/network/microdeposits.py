"""Verification of a bank account by two small deposits, or by the code in the descriptor of one."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from app.network.banks import BANK_BEHAVIOURS
from app.network.delays import Delay

ARRIVAL = Delay(business_days=2)
"""How long the deposits take to show on the customer's statement."""
VALID = timedelta(days=10)
"""How long the deposits can be verified once they have arrived. Source: Stripe's guide to ACH debits."""
MAX_ATTEMPTS = 10
"""Failed attempts before no more are accepted."""


class Verification(StrEnum):
    """The result of one attempt."""

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    ATTEMPTS_EXCEEDED = "attempts_exceeded"
    TIMED_OUT = "timed_out"


_BY_AMOUNTS: dict[tuple[int, ...], Verification] = {
    (32, 45): Verification.VERIFIED,
    (10, 11): Verification.ATTEMPTS_EXCEEDED,
    (40, 41): Verification.TIMED_OUT,
}
_BY_DESCRIPTOR_CODE = {
    "SM11AA": Verification.VERIFIED,
    "SM33CC": Verification.ATTEMPTS_EXCEEDED,
    "SM44DD": Verification.TIMED_OUT,
}


def microdeposits_arrive(behaviour: str) -> bool:
    """Whether the deposits reach the account at all."""
    return BANK_BEHAVIOURS[behaviour].microdeposits_arrive


def verify_amounts(amounts: Sequence[int], *, failed_attempts: int = 0) -> Verification:
    """Check the two amounts, in cents and in any order, after so many failed attempts."""
    return _judged(_BY_AMOUNTS.get(tuple(sorted(amounts))), failed_attempts)


def verify_descriptor_code(code: str, *, failed_attempts: int = 0) -> Verification:
    """Check the six characters that begin with SM, after so many failed attempts."""
    return _judged(_BY_DESCRIPTOR_CODE.get(code.upper()), failed_attempts)


def _judged(answer: Verification | None, failed_attempts: int) -> Verification:
    if failed_attempts >= MAX_ATTEMPTS:
        return Verification.ATTEMPTS_EXCEEDED
    if answer is None:
        last = failed_attempts + 1 == MAX_ATTEMPTS
        return Verification.ATTEMPTS_EXCEEDED if last else Verification.MISMATCH
    return answer

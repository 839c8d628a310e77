"""The name of one request, by which its log lines and its error are found again."""

import secrets
import time

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def new_request_id() -> str:
    """`req_` and 24 base62 characters: eight of the time in milliseconds, so that ids sort by age, and 16 random."""
    number = (int(time.time() * 1000) * 62**16) + secrets.randbelow(62**16)
    digits = []
    for _ in range(24):
        number, digit = divmod(number, 62)
        digits.append(ALPHABET[digit])
    return "req_" + "".join(reversed(digits))

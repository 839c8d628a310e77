"""Fingerprints that recognize a card or an account without its number: equal for equal numbers within one account."""

from hashlib import blake2b

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTH = 16


def fingerprint(account_id: str, number: str) -> str:
    """Sixteen base62 characters, keyed by the account, so that two accounts cannot compare their customers' cards."""
    digest = blake2b(number.encode(), key=account_id.encode()[:64], digest_size=16).digest()
    rest = int.from_bytes(digest)
    characters = []
    for _ in range(_LENGTH):
        rest, index = divmod(rest, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(characters)

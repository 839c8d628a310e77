"""What is malformed."""

DIGITS = "9" * 5_000
TEXTS = {
    "NUL": "a\0b",
    "digits": DIGITS,
    "a minus and digits": f"-{DIGITS}",
    "an address that is none": "http://[oops",
    "a port that is none": "https://example.com:²",
    "no number": "NaN",
    "an endless number": "1e999999999",
    "other digits": "٣²",
    "a line that ends": "a\r\nb: c",
    "percents": "%00%ff%",
    "braces": "{{[[((<'\"\\",
    "braces of a template": "{0} {a.b} %s ${x}",
    "nothing": "",
    "spaces": " \t\u2028\ufeff",
    "far beyond": "\U0010ffff\ufffe\ufdd0",
    "a moment after all": "9999-12-31T23:59:59-23:59",
    "long": "x" * 6_000,
    "dots": "../../../../etc/passwd",
    "a path": "a/b//c",
}
"""Texts that trouble some parser."""
BYTES = {
    "half a pair": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xc0\x80",
}
"""The same, in bytes that are no text."""

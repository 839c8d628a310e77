"""The cache of documents: what is kept, and what leaves first."""

from typing import Any

import pytest

from app.server.documents import Documents
from app.server.responses import Rejected
from app.settings import Limits
from tests.server.toy import SCHEMA


def documents(**options: Any) -> Documents:
    return Documents(SCHEMA, Limits(), **options)


def test_a_valid_document_is_kept() -> None:
    cache = documents()
    first = cache.parse("{ __typename }")
    assert cache.parse("{ __typename }") is not first
    cache.validate(first)
    assert cache.parse("{ __typename }") is first
    assert cache.parse("{  __typename }") is not first


def test_an_invalid_document_is_not_kept() -> None:
    cache = documents()
    with pytest.raises(Rejected) as refused:
        cache.validate(cache.parse("{ nope }"))
    assert (refused.value.code, cache.kept, cache.size) == ("GRAPHQL_VALIDATION_FAILED", {}, 0)


def test_the_least_used_document_leaves_first() -> None:
    cache = documents(capacity=10 * documents().parse("query A { __typename }").size)

    def use(names: str) -> None:
        for name in names:
            cache.validate(cache.parse(f"query {name} {{ __typename }}"))

    use("ABCDEFG")
    use("A")
    use("HIJKL")
    assert "".join(name for document in cache.kept.values() for name in document.operations if name) == "DEFGAHIJKL"
    assert cache.size == cache.capacity


def test_a_document_too_large_to_keep_is_still_valid() -> None:
    cache = documents(capacity=100)
    document = cache.parse("query Longer { __typename }")
    cache.validate(document)
    assert (document.valid, cache.kept) == (True, {})


def test_dense_text_takes_more_room_than_long_words() -> None:
    dense, long = (documents().parse(f"{{ {field} }}") for field in ("a " * 900, "a" * 1_800))
    assert dense.size > 100 * long.size


def test_nesting_beyond_all_reason_is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        documents().parse("{a" * 2_000 + "}" * 2_000)
    assert refused.value.code == "LIMIT_EXCEEDED"


def test_a_document_that_is_too_involved_to_be_checked_says_so() -> None:
    cache = documents()
    with pytest.raises(Rejected) as refused:
        cache.validate(cache.parse("{" + "__typename " * 4_990 + "}"))
    (error,) = refused.value.result("req_1").errors
    assert error["message"].startswith("To check the document would take more than 500,000 comparisons")
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_of_very_many_mistakes_a_hundred_are_told() -> None:
    cache = documents()
    with pytest.raises(Rejected) as refused:
        cache.validate(cache.parse("{" + " ".join(f"a{number}" for number in range(150)) + "}"))
    messages = [error["message"] for error in refused.value.result("req_1").errors]
    assert messages[:100] == [f"Cannot query field 'a{number}' on type 'Query'." for number in range(100)]
    assert messages[100:] == ["There are more mistakes than these 100."]

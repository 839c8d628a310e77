"""Documents by hash: registered ones, Apollo's automatic ones, and the mode in which nothing else runs."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import BadRequest, Misconfigured
from app.server.faults import MalformedRequest
from app.server.requests import GraphQLRequest
from app.server.trusted import NotTrusted, TrustedDocuments, UnknownDocument, hash_of

QUERY = "{ __typename }"
OTHER = "query Other { __typename }"


def by_hash(query: str | None, named: str) -> GraphQLRequest:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": named}}
    return GraphQLRequest.from_json({"query": query, "extensions": extensions})


def test_a_registered_document_is_found_by_its_id() -> None:
    trusted = TrustedDocuments({hash_of(QUERY): QUERY})
    assert trusted.source(GraphQLRequest.from_json({"documentId": f"sha256:{hash_of(QUERY)}"})) == QUERY
    assert trusted.source(by_hash(None, hash_of(QUERY).upper())) == QUERY
    assert trusted.source(GraphQLRequest(OTHER)) == OTHER


def test_apollo_sends_an_unknown_document_once() -> None:
    trusted = TrustedDocuments()
    with pytest.raises(UnknownDocument) as unknown:
        trusted.source(by_hash(None, hash_of(QUERY)))
    assert (unknown.value.message, unknown.value.code) == ("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
    assert trusted.source(by_hash(QUERY, hash_of(QUERY))) == QUERY
    assert trusted.source(by_hash(None, hash_of(QUERY))) == QUERY


def test_a_hash_of_something_else_teaches_nothing() -> None:
    trusted = TrustedDocuments()
    with pytest.raises(BadRequest, match="not the SHA-256"):
        trusted.source(by_hash(QUERY, hash_of(OTHER)))
    assert (trusted.learned, trusted.size) == ({}, 0)


def test_what_is_learned_is_bounded_and_the_least_used_leaves() -> None:
    queries = [f"query Q{n:02} {{ __typename }}" for n in range(11)]
    trusted = TrustedDocuments(learned=10 * len(queries[0]))
    for query in queries[:10]:
        trusted.source(by_hash(query, hash_of(query)))
    trusted.source(by_hash(None, hash_of(queries[0])))
    trusted.source(by_hash(queries[10], hash_of(queries[10])))
    assert list(trusted.learned.values()) == [*queries[2:10], queries[0], queries[10]]
    assert trusted.size == trusted.capacity


def test_locked_runs_registered_documents_alone() -> None:
    trusted = TrustedDocuments({hash_of(QUERY): QUERY}, only=True)
    assert trusted.source(GraphQLRequest(QUERY)) == QUERY
    assert trusted.source(by_hash(None, hash_of(QUERY))) == QUERY
    for refused in (GraphQLRequest(OTHER), by_hash(OTHER, hash_of(OTHER))):
        with pytest.raises(NotTrusted, match="registered documents alone"):
            trusted.source(refused)
    with pytest.raises(UnknownDocument):
        trusted.source(by_hash(None, hash_of(OTHER)))


@pytest.mark.parametrize("named", ["sha256:12", "sha256:" + "g" * 64, 7])
def test_what_is_no_hash_is_refused(named: Any) -> None:
    with pytest.raises(MalformedRequest, match="sha256:"):
        GraphQLRequest.from_json({"documentId": named})


def test_documents_come_from_a_folder_or_from_json(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.graphql").write_text(QUERY)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"any": OTHER}))
    assert TrustedDocuments.load(tmp_path).registered == {hash_of(QUERY): QUERY}
    assert TrustedDocuments.load(manifest).registered == {hash_of(OTHER): OTHER}


def test_documents_that_are_not_there_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "empty.json").write_text("{}")
    for place in (tmp_path / "missing.json", tmp_path / "bad.json", tmp_path / "empty.json", tmp_path):
        with pytest.raises(Misconfigured):
            TrustedDocuments.load(place)
    with pytest.raises(Misconfigured, match="PAYGRAPH_DOCUMENTS"):
        TrustedDocuments.load(None, only=True)

"""Values sealed long ago still open, here and by an opener that shares no code with the portal."""

import io
import json
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from portal.sealing.envelope import Context, open_content
from portal.sealing.seal import (
    Recipient,
    index_term,
    open_dek,
    open_dek_session,
    open_list_value,
    public_of,
    verify,
)
from portal.sealing.stream import open_stream
from tests.sealing import independent_opener as independent

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
WHERE, WHO = VECTORS["context"], VECTORS["recipient"]
CONTEXT = Context(**WHERE | {"subject": UUID(WHERE["subject"]), "item": UUID(WHERE["item"])})
RECIPIENT = Recipient(**WHO | {"key_id": UUID(WHO["key_id"])})
DEK, TOKEN, LIST_KEY, PRIVATE = (b64decode(VECTORS[name]) for name in ("dek", "token", "list_key", "private"))


def test_the_data_key_comes_out_of_its_seal() -> None:
    sealed = b64decode(VECTORS["seal"])
    assert open_dek(sealed, PRIVATE, CONTEXT, RECIPIENT) == DEK
    assert independent.open_seal(sealed, PRIVATE, WHERE, WHO) == DEK


def test_the_public_key_follows_from_the_private_one() -> None:
    assert public_of(PRIVATE) == b64decode(VECTORS["public"])


@pytest.mark.parametrize("use", ["content", "name"])
def test_content_and_names_open(use: str) -> None:
    vector = VECTORS[use]
    sealed = b64decode(vector["sealed"])
    assert open_content(DEK, sealed, CONTEXT, use=use).decode() == vector["plaintext"]
    assert independent.open_content(sealed, DEK, WHERE, use).decode() == vector["plaintext"]


@pytest.mark.parametrize("vector", VECTORS["streams"], ids=lambda vector: f"{vector['size']} bytes")
def test_a_file_opens(vector: dict[str, Any]) -> None:
    sealed = b64decode(vector["sealed"])
    plaintext = bytes(place % 251 for place in range(vector["size"]))
    assert b"".join(open_stream(DEK, io.BytesIO(sealed), CONTEXT)) == plaintext
    assert independent.open_stream(sealed, DEK, WHERE) == plaintext


def test_the_data_key_comes_out_of_its_session_seal() -> None:
    sealed = b64decode(VECTORS["session"])
    assert open_dek_session(sealed, TOKEN, CONTEXT) == DEK
    assert independent.open_session(sealed, TOKEN, WHERE) == DEK


def test_a_shorthand_of_a_list_opens() -> None:
    vector = VECTORS["list_value"]
    sealed, bericht = b64decode(vector["sealed"]), vector["bericht"]
    assert open_list_value(LIST_KEY, sealed, bericht=UUID(bericht), recipient=RECIPIENT) == vector["text"]
    assert independent.open_list_value(sealed, LIST_KEY, bericht, WHO) == vector["text"]


def test_a_search_term_stays_the_same() -> None:
    vector = VECTORS["index_term"]
    assert index_term(LIST_KEY, vector["purpose"], vector["value"]) == b64decode(vector["term"])
    assert independent.index_term(LIST_KEY, vector["purpose"], vector["value"]) == b64decode(vector["term"])


def test_a_signature_holds() -> None:
    vector = VECTORS["signature"]
    public, signature = b64decode(vector["public"]), b64decode(vector["signature"])
    verify(public, vector["domain"], vector["message"].encode(), signature)
    independent.verify(public, vector["domain"], vector["message"].encode(), signature)

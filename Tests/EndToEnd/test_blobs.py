"""Contents are stored by their hash, for their organization alone, and documents refer to them."""

import base64
import json
import sqlite3

import pytest
from documents import EXTRACT, TEXT, digest, document, extract
from errors import check_problem
from jobs import House, succeeded

MEBIBYTE = 1_024 * 1_024


@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture(scope="module")
def account(house):
    return house.account("1000")


def put(account, content: bytes, media_type: str | None = "text/plain"):
    headers = {} if media_type is None else {"Content-Type": media_type}
    return account.client.send("POST", "/blobs", headers, content)


def test_a_content_is_stored_and_named_by_its_hash(account):
    content = "Čaša".encode() + bytes(range(256))
    reply = put(account, content, "x/y; z=1")
    facts = succeeded(reply, 201)
    assert (facts["blob"], facts["size"], facts["media_type"]) == (digest(content), len(content), "x/y; z=1")
    assert reply.header("location") == f"/blobs/{digest(content)}"
    assert succeeded(account.client.get(reply.header("location"))) == facts
    again = succeeded(put(account, content, None), 201)
    assert again["media_type"] == "application/octet-stream"
    assert again["created_at"] == facts["created_at"] and again["expires_at"] >= facts["expires_at"]
    assert succeeded(put(account, b""), 201)["size"] == 0


def test_the_operation_takes_base64(account):
    content = b"\0\xff any"
    reply = account.client.post("/v1/operations/blobs.put", {"data": base64.b64encode(content).decode()})
    assert succeeded(reply)["blob"] == digest(content)
    for bad in ["A", "AB", "AB=", "AA=A", "A===", "AB==", "AAA AAAA", "AA-_", "Č===", "AAAA\n"]:
        problem = check_problem(account.client.post("/v1/operations/blobs.put", {"data": bad}), 422, "INPUT_INVALID")
        assert problem["errors"][0]["pointer"] == "/data", bad


def test_a_great_content_passes_whole(account):
    content = b"0123456789abcdef" * (5 * MEBIBYTE // 16) + b"end"
    assert succeeded(put(account, content), 201)["size"] == len(content)
    job = account.run(EXTRACT, {"document": {"blob": digest(content), "name": "great"}})
    text = "".join(page["text"] for page in account.ended(job)["result"]["pages"])
    assert text.encode() == content


def test_limits(account):
    over = account.client.send("POST", "/recipes/" + EXTRACT, {"Content-Type": "application/json"}, b" " * (33 * MEBIBYTE))
    problem = check_problem(over, 413, "PAYLOAD_TOO_LARGE")
    assert "32 MiB" in problem["detail"] and "POST /blobs" in problem["fix"]
    small = account.client.send("POST", "/generate/recipe", {"Content-Type": "application/json"}, b" " * (5 * MEBIBYTE))
    assert "4 MiB" in check_problem(small, 413, "PAYLOAD_TOO_LARGE")["detail"]
    announced = {"Content-Length": str(129 * MEBIBYTE), "Expect": "100-continue"}
    assert "128 MiB" in check_problem(account.client.send("POST", "/blobs", announced), 413, "PAYLOAD_TOO_LARGE")["detail"]


def test_a_hash_gives_nothing_to_another(house, account):
    content = b"for my eyes only"
    name = digest(content)
    succeeded(put(account, content), 201)
    other = house.account("10")
    unknown = "sha256:" + "0" * 64
    theirs = check_problem(other.client.get(f"/blobs/{name}"), 404, "NOT_FOUND")
    none = check_problem(other.client.get(f"/blobs/{unknown}"), 404, "NOT_FOUND")
    assert theirs["detail"].replace(name, unknown) == none["detail"]
    for blob in [name, unknown]:
        problem = check_problem(other.ask(EXTRACT, {"document": {"blob": blob}}), 422, "INPUT_INVALID")
        assert problem["errors"][0]["pointer"] == "/input/document/blob"
    check_problem(house.client.get(f"/blobs/{name}"), 401, "CREDENTIAL_MISSING")
    check_problem(house.client.send("POST", "/blobs", {}, content), 401, "CREDENTIAL_MISSING")
    # Storing the same content is no way to the other's record.
    mine = succeeded(put(other, content, "a/b"), 201)
    assert mine["media_type"] == "a/b"
    assert succeeded(account.client.get(f"/blobs/{name}"))["media_type"] == "text/plain"


def test_names_that_are_none(account):
    for name in ["x", "sha256:", "sha256:" + "0" * 63, "sha256:" + "A" * 64, "sha1:" + "0" * 64, "sha256:" + "0" * 65]:
        check_problem(account.client.get(f"/blobs/{name}"), 422, "INPUT_INVALID")


def test_the_journal_keeps_the_name_and_not_the_content(account, shared):
    content = b"this is kept once " * 100
    for _ in range(2):
        extract(account, content, name="ž.txt")
    with sqlite3.connect(f"file:{shared.database}?mode=ro", uri=True) as database:
        [(count, size)] = database.execute(
            "SELECT COUNT(*), SUM(LENGTH(content)) FROM blob_pieces WHERE digest = ?", [bytes.fromhex(digest(content)[7:])])
        inputs = [
            json.loads(payload) for [payload] in database.execute(
                "SELECT payload FROM events WHERE kind LIKE '%created' AND CAST(payload AS TEXT) LIKE ?",
                [f"%{digest(content)}%"])]
    assert (count, size) == (1, len(content))
    expected = {"name": "ž.txt", "media_type": TEXT, "blob": digest(content), "size": len(content)}
    assert inputs == [{"document": expected}] * 2


def test_a_blob_has_a_name_of_its_own_by_default(account):
    succeeded(put(account, b"# A", "text/markdown"), 201)
    result = account.ended(account.run(EXTRACT, {"document": {"blob": digest(b"# A")}}))["result"]
    assert (result["name"], result["media_type"]) == ("document", "text/markdown")
    assert result["headings"] == [{"level": 1, "title": "A", "page": 1}]


@pytest.mark.parametrize("value, pointer", [
    (document(b"x") | {"data": "eA="}, "/input/document/data"), (document(b"x") | {"data": "e A="}, "/input/document/data"),
    (document(b"x") | {"data": 1}, "/input/document"), ({"name": "a", "media_type": "b"}, "/input/document"),
    ("text", "/input/document"), ({"blob": "sha256:0"}, "/input/document"),
    (document(b"x") | {"blob": "sha256:" + "0" * 64}, "/input/document"),
])
def test_documents_that_are_none(account, value, pointer):
    problem = check_problem(account.ask(EXTRACT, {"document": value}), 422, "INPUT_INVALID")
    assert any(error["pointer"].startswith(pointer) for error in problem["errors"]), problem


def test_a_document_is_refused_without_money_and_nothing_is_kept(house):
    poor = house.account()
    content = b"nobody pays for this"
    assert poor.ask(EXTRACT, {"document": document(content)}).status == 402
    check_problem(poor.client.get(f"/blobs/{digest(content)}"), 404, "NOT_FOUND")


def test_a_form_with_a_file(account):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="document"; filename="a.md"\r\nContent-Type: text/markdown\r\n\r\n'
        b"# Title\r\n--b--\r\n")
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    job = succeeded(account.client.send("POST", f"/recipes/{EXTRACT}", headers, body), 202)["job_id"]
    result = account.ended(job)["result"]
    assert (result["name"], result["headings"]) == ("a.md", [{"level": 1, "title": "Title", "page": 1}])
    check_problem(account.client.send("POST", f"/recipes/{EXTRACT}", headers, body[:-9]), 400, "REQUEST_INVALID")
    check_problem(account.client.send("POST", "/generate/recipe", headers, body), 415, "MEDIA_TYPE_UNSUPPORTED")

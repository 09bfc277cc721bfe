"""`scriptorium_call`: what goes in, what comes out, and what is refused."""

import ctypes
import threading

import library
import pytest
from library import (
    DEADLINE_EXCEEDED, INVALID_ARGUMENT, INVALID_HANDLE, NOT_FOUND, OK, Buffer, call, lib)
from support import create_account, key_options

OPERATIONS = ["system.health", "system.ready", "accounts.get", "accounts.create"]
NO_ACCOUNT = "00000000-0000-7000-8000-000000000000"


def refused(answer, status: int, reason: str) -> dict:
    """Checks a refusal and returns its error."""
    assert answer[0] == status, answer
    error = answer[1]
    assert error["reason"] == reason
    assert set(error) >= {"code", "reason", "message"}
    assert error["message"]
    return error


@pytest.mark.parametrize("given", [None, b"{}", b" {\n} "])
def test_an_absent_input_is_an_empty_object(engine, given):
    assert call(engine, "system.ready", given) == (OK, {"status": "ok"})


@pytest.mark.parametrize("given", [None, b"{}", {"as": None, "idempotency_key": None, "deadline_ms": None}])
def test_absent_options_are_the_defaults(engine, given):
    assert call(engine, "system.ready", None, given) == (OK, {"status": "ok"})


@pytest.mark.parametrize("given, status, reason", [
    (b"", INVALID_ARGUMENT, "JSON_INVALID"),
    (b"{", INVALID_ARGUMENT, "JSON_INVALID"),
    (b"{}{}", INVALID_ARGUMENT, "JSON_INVALID"),
    (b"\xff", INVALID_ARGUMENT, "JSON_INVALID"),
    (b"{}\0", INVALID_ARGUMENT, "JSON_INVALID"),
    (b"[" * 100_000, INVALID_ARGUMENT, "JSON_INVALID"),
    (b" " * (33 * 1_024 * 1_024), INVALID_ARGUMENT, "PAYLOAD_TOO_LARGE"),
    (b"[]", INVALID_ARGUMENT, "INPUT_INVALID"),
    (b"null", INVALID_ARGUMENT, "INPUT_INVALID"),
    ({"a": 1}, INVALID_ARGUMENT, "INPUT_INVALID"),
], ids=lambda value: repr(value)[:20])
def test_an_input_or_options_that_do_not_fit(engine, given, status, reason):
    refused(call(engine, "system.ready", given), status, reason)
    refused(call(engine, "system.ready", None, given), status, reason)


def test_broken_json_is_located(engine):
    error = refused(call(engine, "system.ready", b'{\n"a":}'), INVALID_ARGUMENT, "JSON_INVALID")
    assert (error["line"], error["column"], error["offset"]) == (2, 5, 6)


def test_every_violation_is_listed(engine):
    error = refused(
        call(engine, "system.ready", {"one": 1, "a/b": 2}), INVALID_ARGUMENT, "INPUT_INVALID")
    assert [each["pointer"] for each in error["errors"]] == ["/one", "/a~1b"]


@pytest.mark.parametrize("options, expected", [
    ({"deadlin_ms": 1}, 'Did you mean "deadline_ms"?'),
    ({"deadline_ms": -1}, "/deadline_ms"),
    ({"deadline_ms": "soon"}, "/deadline_ms"),
    ({"deadline_ms": 2**63}, "/deadline_ms"),
    ({"as": "me"}, "/as"),
    ({"as": 7}, "/as"),
    ({"idempotency_key": 7}, "/idempotency_key"),
])
def test_options_that_do_not_fit(engine, options, expected):
    error = refused(call(engine, "accounts.create", {}, options), INVALID_ARGUMENT, "INPUT_INVALID")
    assert expected in error["message"]


@pytest.mark.parametrize("key", ["", "k" * 31, "k" * 256])
def test_an_idempotency_key_that_does_not_fit(engine, key):
    error = refused(
        call(engine, "accounts.create", {}, {"idempotency_key": key}), INVALID_ARGUMENT, "IDEMPOTENCY_KEY_INVALID")
    assert "k" * 31 not in str(error)


@pytest.mark.parametrize("name, reason, status", [
    (b"\xff\xfe", "REQUEST_INVALID", INVALID_ARGUMENT),
    (b"accounts.\xc0\xaf", "REQUEST_INVALID", INVALID_ARGUMENT),
    (None, "REQUEST_INVALID", INVALID_ARGUMENT),
    (b"", "OPERATION_UNKNOWN", NOT_FOUND),
    (b"accounts.get\0", "OPERATION_UNKNOWN", NOT_FOUND),
    (b"ACCOUNTS.GET", "OPERATION_UNKNOWN", NOT_FOUND),
    (b"x" * 10_000, "OPERATION_UNKNOWN", NOT_FOUND),
    (b"x" * 1_000_000, "PAYLOAD_TOO_LARGE", INVALID_ARGUMENT),
], ids=lambda value: repr(value)[:20])
def test_names_that_are_no_operation(engine, name, reason, status):
    error = refused(call(engine, name), status, reason)
    assert len(error["message"]) < 500


def test_a_mistyped_operation_is_recognised(engine):
    error = refused(call(engine, "accounts.gte"), NOT_FOUND, "OPERATION_UNKNOWN")
    assert 'Did you mean "accounts.get"?' in error["message"]


@pytest.mark.parametrize("place", range(3), ids=["operation", "input", "options"])
@pytest.mark.parametrize("size", [1, 2**31, 2**62, 2**63, 2**64 - 1])
def test_a_size_without_bytes_or_beyond_memory(engine, place, size):
    texts = [(b"system.ready", 12), (b"{}", 2), (b"{}", 2)]
    texts[place] = (None if size == 1 else b"{}", size)
    result = Buffer()
    status = lib.scriptorium_call(engine, *[part for text in texts for part in text], ctypes.byref(result))
    reason = "REQUEST_INVALID" if size == 1 else "PAYLOAD_TOO_LARGE"
    refused((status, library.taken(result)), INVALID_ARGUMENT, reason)


def test_a_result_that_nobody_wants(engine):
    assert lib.scriptorium_call(engine, b"system.ready", 12, None, 0, None, 0, None) == OK
    assert lib.scriptorium_call(engine, b"system.read", 11, None, 0, None, 0, None) == NOT_FOUND


def test_a_handle_that_is_not_one_leaves_the_result_empty(engine):
    stale = library.open_engine()[1]
    assert lib.scriptorium_close(stale) == OK
    for handle in (0, stale):
        assert call(handle, "system.ready") == (INVALID_HANDLE, None)
        assert library.submit(handle, library.Completions(), 1, "system.ready") == (INVALID_HANDLE, 0, None)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_call_that_has_not_begun_at_its_deadline_is_not_begun(engine, operation):
    options = {"deadline_ms": 0} | (key_options() if operation == "accounts.create" else {})
    refused(call(engine, operation, {}, options), DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED")


def test_a_deadline_that_is_far_away(engine):
    assert call(engine, "accounts.get", {}, {"deadline_ms": 60_000})[0] == OK


def test_acting_as_an_account(engine):
    account = create_account(engine)
    expected = {name: value for name, value in account.items() if name != "bearer_token"}
    for field in ("user_id", "organization_id"):
        assert call(engine, "accounts.get", {}, {"as": account[field]}) == (OK, expected)
    own = call(engine, "accounts.get")
    assert own[0] == OK and own[1]["user_id"] != account["user_id"]


@pytest.mark.parametrize("form", [str, str.upper])
def test_acting_as_nobody(engine, form):
    refused(call(engine, "accounts.get", {}, {"as": form(NO_ACCOUNT)}), NOT_FOUND, "NOT_FOUND")


def test_a_repeated_key_gives_the_same_answer(engine):
    options = key_options()
    first = call(engine, "accounts.create", {}, options)
    assert first[0] == OK
    assert call(engine, "accounts.create", None, options) == first


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name != "accounts.create"])
def test_a_read_ignores_a_key(engine, operation):
    assert call(engine, operation, {}, key_options()) == call(engine, operation)


def test_many_threads_on_one_engine(engine):
    options, answers = key_options(), []

    def work():
        for _ in range(20):
            answers.append(call(engine, "accounts.create", {}, options))
            assert call(engine, "system.ready")[0] == OK

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 160
    assert all(answer == answers[0] and answer[0] == OK for answer in answers)


def test_two_engines_have_nothing_in_common(opened):
    first, second = opened(), opened()
    account = create_account(first)
    refused(call(second, "accounts.get", {}, {"as": account["user_id"]}), NOT_FOUND, "NOT_FOUND")


def test_scripts_are_checked_and_rehearsed(engine):
    source = 'input\n  name : text\nlet greeting = "Hello, {name}"\nemit\n  greeting = greeting\n'
    assert call(engine, "scripts.check", {"source": source})[1]["is_valid"]
    status, rehearsed = call(engine, "scripts.rehearse", {"source": source, "input": {"name": "Ada"}})
    assert (status, rehearsed["outcome"]["result"]) == (OK, {"greeting": "Hello, Ada"})
    status, compiled = call(engine, "scripts.compile", {"source": source})
    assert call(engine, "scripts.verify", {"program": compiled["program"]})[1]["digest"] == compiled["digest"]
    # As deep as a source can be, and deeper, on the stacks of the library's own threads.
    for depth in (250, 100_000):
        nested = "let x = " + "[" * depth + "]" * depth
        assert call(engine, "scripts.check", {"source": nested})[1]["is_valid"] is (depth < 256)

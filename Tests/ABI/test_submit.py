"""`scriptorium_submit` and its callbacks: each accepted call is completed exactly once."""

import threading

import library
import pytest
from library import (
    CANCELLED, INVALID_ARGUMENT, INVALID_HANDLE, NOT_FOUND, OK, RESOURCE_EXHAUSTED, Completions, call,
    lib, submit)
from support import eventually, guest_count, key_options

CALLS_MAX = 1_024


def test_a_call_is_completed(engine):
    completions = Completions()
    status, handle, error = submit(engine, completions, 5, "accounts.create", {}, key_options())
    assert (status, error) == (OK, None) and handle != 0
    [(status, account)] = completions.wait(1)[5]
    assert status == OK
    assert call(engine, "accounts.get", {}, {"as": account["user_id"]})[0] == OK


def test_a_refusal_of_the_operation_is_a_completion(engine):
    completions = Completions()
    assert submit(engine, completions, 1, "no.such")[0] == OK
    [(status, error)] = completions.wait(1)[1]
    assert (status, error["reason"]) == (NOT_FOUND, "OPERATION_UNKNOWN")


@pytest.mark.parametrize("operation, given, options, reason", [
    (b"\xff", None, None, "REQUEST_INVALID"),
    (None, None, None, "REQUEST_INVALID"),
    ("system.ready", b"{", None, "JSON_INVALID"),
    ("system.ready", None, b"{", "JSON_INVALID"),
    ("system.ready", None, {"deadline_ms": -1}, "INPUT_INVALID"),
])
def test_what_is_not_accepted_is_not_completed(engine, operation, given, options, reason):
    completions = Completions()
    status, _, error = submit(engine, completions, 1, operation, given, options)
    assert (status, error["reason"]) == (INVALID_ARGUMENT, reason)
    assert lib.scriptorium_close(engine) == OK
    assert completions.done == {}


def test_without_on_done_nothing_is_accepted(engine):
    error = library.Buffer()
    status = lib.scriptorium_submit(
        engine, b"system.ready", 12, None, 0, None, 0, library.EVENT(), library.DONE(), None, None, error)
    assert (status, library.taken(error)["reason"]) == (INVALID_ARGUMENT, "REQUEST_INVALID")


def test_handles_and_errors_that_nobody_wants(engine):
    completions = Completions()
    for name, expected in ((b"system.ready", OK), (b"\xff", INVALID_ARGUMENT)):
        assert expected == lib.scriptorium_submit(
            engine, name, len(name), None, 0, None, 0, library.EVENT(), completions.on_done, None, None, None)
    assert completions.wait(1) == {0: [(OK, {"status": "ok"})]}


def test_a_great_many_from_several_threads(opened, database):
    engine, completions, threads_count, each = opened(database), Completions(), 4, 500

    def work(first: int):
        for number in range(first, first + each):
            # So many under way at once are refused; those are tried again.
            while (status := submit(engine, completions, number, "accounts.create", {}, key_options())[0]) != OK:
                assert status == RESOURCE_EXHAUSTED

    threads = [threading.Thread(target=work, args=(index * each,)) for index in range(threads_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = completions.wait(threads_count * each)
    assert lib.scriptorium_close(engine) == OK
    assert sorted(done) == list(range(threads_count * each))
    assert all(len(outcomes) == 1 and outcomes[0][0] == OK for outcomes in done.values())
    assert len({outcomes[0][1]["user_id"] for outcomes in done.values()}) == 2_000
    assert guest_count(database) == 2_000


def test_how_many_may_be_under_way(opened, database, write_lock):
    engine, completions = opened(database), Completions()
    with write_lock():
        for number in range(CALLS_MAX):
            assert submit(engine, completions, number, "accounts.create", {}, key_options())[0] == OK
        for _ in range(3):
            status, _, error = submit(engine, completions, 9_999, "system.health")
            assert (status, error["reason"]) == (RESOURCE_EXHAUSTED, "BUSY")
            assert str(CALLS_MAX) in error["message"].replace(",", "")
        status, error = call(engine, "system.health")
        assert (status, error["reason"]) == (RESOURCE_EXHAUSTED, "BUSY")
        assert completions.done == {}
    done = completions.wait(CALLS_MAX)
    assert {len(outcomes) for outcomes in done.values()} == {1}
    assert {outcomes[0][0] for outcomes in done.values()} == {OK}
    eventually(lambda: call(engine, "system.health")[0] == OK, "there is room again")
    assert guest_count(database) == CALLS_MAX


def test_a_callback_that_has_not_returned_counts_as_under_way(engine):
    # Otherwise a slow callback would let finished calls pile up in memory without an end.
    completions, go_on = Completions(), threading.Event()
    completions.then = lambda _: go_on.wait(library.WAIT_SECONDS)
    accepted, status = 0, OK
    while status == OK and accepted < 4 * CALLS_MAX:
        status, _, _ = submit(engine, completions, accepted, "system.health")
        accepted += status == OK
        if accepted % 256 == 0:
            # What was submitted so far runs to its end, as far as it can while the callback waits.
            lib.scriptorium_call(engine, b"system.ready", 12, None, 0, None, 0, None)
    go_on.set()
    assert len(completions.wait(accepted)) == accepted
    assert (status, accepted) == (RESOURCE_EXHAUSTED, CALLS_MAX)


def test_a_call_that_has_not_begun_is_cancelled(opened, database, write_lock):
    engine, completions, handles = opened(database), Completions(), {}
    with write_lock():
        for number in range(20):
            status, handles[number], _ = submit(engine, completions, number, "accounts.create", {}, key_options())
            assert status == OK
        for number in range(0, 20, 2):
            assert lib.scriptorium_cancel(engine, handles[number]) == OK
            assert lib.scriptorium_cancel(engine, handles[number]) == OK
    done = completions.wait(20)
    for number in range(20):
        [(status, outcome)] = done[number]
        assert status == (CANCELLED if number % 2 == 0 else OK)
        assert number % 2 == 1 or outcome["reason"] == "CANCELLED"
    assert guest_count(database) == 10


def test_a_call_that_is_over_cannot_be_cancelled(engine):
    completions = Completions()
    _, handle, _ = submit(engine, completions, 1, "system.ready")
    completions.wait(1)
    eventually(lambda: lib.scriptorium_cancel(engine, handle) == INVALID_HANDLE, "the call is over")
    for unknown in (0, handle + 1, 2**64 - 1):
        assert lib.scriptorium_cancel(engine, unknown) == INVALID_HANDLE
    assert len(completions.done[1]) == 1


def test_a_call_of_another_engine_cannot_be_cancelled(opened, database, write_lock):
    engine, other, completions = opened(database), opened(), Completions()
    with write_lock():
        _, handle, _ = submit(engine, completions, 1, "accounts.create", {}, key_options())
        assert lib.scriptorium_cancel(other, handle) == INVALID_HANDLE
    assert completions.wait(1)[1][0][0] == OK


def test_cancelling_at_any_moment_completes_once(engine):
    completions = Completions()
    for number in range(300):
        _, handle, _ = submit(engine, completions, number, "accounts.create", {}, key_options())
        assert lib.scriptorium_cancel(engine, handle) in (OK, INVALID_HANDLE)
    done = completions.wait(300)
    assert lib.scriptorium_close(engine) == OK
    assert sorted(done) == list(range(300))
    assert {len(outcomes) for outcomes in done.values()} == {1}
    assert {outcomes[0][0] for outcomes in done.values()} <= {OK, CANCELLED}

"""What may be done inside a callback, and what closing does to calls that are under way."""

import ctypes
import json
import threading

import library
from library import (
    INVALID_HANDLE, OK, UNAVAILABLE, WAIT_SECONDS, WOULD_DEADLOCK, Completions, call, lib, open_engine, options,
    submit)
from support import eventually, guest_count, key_options

# What a call gets that comes while an engine closes, or after it.
CLOSED = (UNAVAILABLE, INVALID_HANDLE)


def inside_a_callback(engine: int, body) -> object:
    """Runs `body` inside a callback of the engine, and returns what it returned."""
    completions, results = Completions(), []
    completions.then = lambda _: results.append(body())
    assert submit(engine, completions, 1, "system.ready")[0] == OK
    completions.wait(1)
    return results[0]


def test_waiting_is_refused_inside_a_callback(engine, opened):
    other = opened()

    def body():
        return (
            call(engine, "system.ready")[0], call(other, "system.ready")[0], open_engine()[0],
            lib.scriptorium_close(engine), lib.scriptorium_close(other))

    assert inside_a_callback(engine, body) == (WOULD_DEADLOCK,) * 5
    for each in (engine, other):
        assert call(each, "system.ready")[0] == OK


def test_that_refusal_leaves_the_result_empty(engine):
    assert inside_a_callback(engine, lambda: (call(engine, "system.ready"), open_engine())) == (
        (WOULD_DEADLOCK, None), (WOULD_DEADLOCK, 0, None))


def test_cancelling_and_freeing_are_allowed_inside_a_callback(engine):
    def body():
        lib.scriptorium_buffer_free(library.Buffer())
        return lib.scriptorium_cancel(engine, 2**63), lib.scriptorium_abi_version()

    assert inside_a_callback(engine, body) == (INVALID_HANDLE, 1)


def test_submitting_is_allowed_inside_a_callback(engine):
    completions, count = Completions(), 100

    def submit_the_next(number: int):
        if number < count:
            assert submit(engine, completions, number + 1, "accounts.create", {}, key_options())[0] == OK

    completions.then = submit_the_next
    assert submit(engine, completions, 0, "system.ready")[0] == OK
    done = completions.wait(count + 1)
    assert sorted(done) == list(range(count + 1))
    assert {outcome[0] for outcomes in done.values() for outcome in outcomes} == {OK}


def test_a_slow_callback_holds_up_no_other_engine(opened):
    slow, other, go_on = opened(), opened(), threading.Event()
    completions = Completions()
    completions.then = lambda _: go_on.wait(WAIT_SECONDS)
    assert submit(slow, completions, 1, "system.ready")[0] == OK
    assert call(slow, "system.ready")[0] == OK
    quick = Completions()
    assert submit(other, quick, 1, "system.ready")[0] == OK
    quick.wait(1)
    assert completions.done == {}
    go_on.set()
    completions.wait(1)


def test_closing_completes_what_is_under_way(opened, database, write_lock):
    engine, completions, called, closed = opened(database), Completions(), [], []
    callers = [
        threading.Thread(target=lambda: called.append(call(engine, "accounts.create", {}, key_options())[0]))
        for _ in range(5)]
    closer = threading.Thread(target=lambda: closed.append(lib.scriptorium_close(engine)))
    with write_lock():
        for number in range(500):
            assert submit(engine, completions, number, "accounts.create", {}, key_options())[0] == OK
        for thread in (*callers, closer):
            thread.start()
        eventually(lambda: call(engine, "no.such")[0] in CLOSED, "new calls are refused")
        assert (closed, completions.done) == ([], {})
    for thread in (closer, *callers):
        thread.join(WAIT_SECONDS)
    assert closed == [OK]
    assert sorted(completions.done) == list(range(500))
    assert {len(outcomes) for outcomes in completions.done.values()} == {1}
    assert {outcomes[0][0] for outcomes in completions.done.values()} == {OK}
    # Of those that waited for their call, some may have come too late; the others got what was made.
    assert len(called) == 5 and set(called) <= {OK, *CLOSED}
    assert guest_count(database) == 500 + called.count(OK)


def test_closing_waits_for_the_callbacks(opened):
    engine, completions = opened(), Completions()
    entered, go_on, closed = threading.Event(), threading.Event(), []

    def then(_):
        entered.set()
        go_on.wait(WAIT_SECONDS)

    completions.then = then
    assert submit(engine, completions, 1, "system.ready")[0] == OK
    assert entered.wait(WAIT_SECONDS)
    closer = threading.Thread(target=lambda: closed.append(lib.scriptorium_close(engine)))
    closer.start()
    eventually(lambda: call(engine, "system.ready")[0] in CLOSED, "the engine closes")
    assert closed == []
    go_on.set()
    closer.join(WAIT_SECONDS)
    assert closed == [OK] and len(completions.done[1]) == 1


def test_closing_while_others_call(opened):
    for _ in range(20):
        engine, completions, called, submitted = opened(), Completions(), [], []

        def work():
            for _ in range(30):
                called.append(call(engine, "accounts.create", {}, key_options())[0])
                submitted.append(submit(engine, completions, 1, "system.ready")[0])

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        eventually(lambda: len(submitted) > 3, "calls are made")
        assert lib.scriptorium_close(engine) == OK
        for thread in threads:
            thread.join(WAIT_SECONDS)
        assert set(called) | set(submitted) <= {OK, *CLOSED}
        # Whatever was accepted was completed before the engine was closed, once.
        assert len(completions.done[1]) == submitted.count(OK)


def test_the_log_is_handed_json_lines(database):
    lines = []
    log = library.LOG(lambda _, level, line, size: lines.append((level, ctypes.string_at(line, size))))
    _, engine, _ = open_engine(options(database))
    assert lib.scriptorium_close(engine) == OK
    database.with_name("test.db-key").chmod(0o644)
    _, engine, _ = open_engine(options(database, log=log))
    assert lib.scriptorium_close(engine) == OK
    [(level, line)] = lines
    assert level == 2
    event = json.loads(line)
    assert event["level"] == "warning"
    assert "644" in event["message"]
    assert b"\n" not in line


def test_less_than_the_configured_level_is_not_logged(database):
    lines = []
    log = library.LOG(lambda _, level, line, size: lines.append(level))
    _, engine, _ = open_engine(options(database))
    assert lib.scriptorium_close(engine) == OK
    database.with_name("test.db-key").chmod(0o644)
    _, engine, _ = open_engine(options(database, log=log, configuration={"log_level": "error"}))
    assert lib.scriptorium_close(engine) == OK
    assert lines == []

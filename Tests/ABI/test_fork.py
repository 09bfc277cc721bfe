"""A process that was forked after the library was used gets a status, and never hangs."""

import json
import multiprocessing
import os

import library
import pytest
from library import FORKED, OK, Completions, call, lib, open_engine, options, submit
from support import create_account

WAIT_SECONDS = 10


def in_a_fork(body) -> object:
    """Runs `body` in a forked child and returns what it returned; fails when the child hangs or dies."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sending.send(body()))
    child.start()
    try:
        assert receiving.poll(WAIT_SECONDS), "the child says nothing"
        result = receiving.recv()
        child.join(WAIT_SECONDS)
        assert child.exitcode == 0
        return result
    finally:
        if child.is_alive():
            child.kill()
            child.join()


FUNCTIONS = {
    "open": lambda engine: open_engine()[0],
    "open without arguments": lambda engine: lib.scriptorium_open(None, None, None),
    "call": lambda engine: call(engine, "system.ready")[0],
    "call on no engine": lambda engine: call(0, "system.ready")[0],
    "submit": lambda engine: submit(engine, Completions(), 1, "system.ready")[0],
    "cancel": lambda engine: lib.scriptorium_cancel(engine, 1),
    "close": lambda engine: lib.scriptorium_close(engine),
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_tells_the_child(engine, function):
    account = create_account(engine)
    assert in_a_fork(lambda: function(engine)) == FORKED
    assert call(engine, "accounts.get", {}, {"as": account["user_id"]})[0] == OK


def test_the_result_is_empty(engine):
    assert in_a_fork(lambda: [call(engine, "system.ready"), open_engine()]) == [(FORKED, None), (FORKED, 0, None)]


def test_what_never_fails_works_in_the_child(engine):
    def body():
        lib.scriptorium_buffer_free(None)
        return lib.scriptorium_abi_version(), lib.scriptorium_version()

    assert in_a_fork(body) == (1, lib.scriptorium_version())


def test_the_parent_goes_on_with_calls_under_way(engine):
    completions = Completions()
    for number in range(100):
        assert submit(engine, completions, number, "system.ready")[0] == OK
    assert in_a_fork(lambda: lib.scriptorium_close(engine)) == FORKED
    assert len(completions.wait(100)) == 100
    assert lib.scriptorium_close(engine) == OK


def test_a_child_that_lives_on_does_not_keep_the_file(opened, database):
    engine = opened(database)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writing)
        os.read(reading, 1)  # until the parent closes the other end
        os._exit(0)
    try:
        assert lib.scriptorium_close(engine) == OK
        status, again, error = open_engine(options(database))
        assert (status, error) == (OK, None)
        assert lib.scriptorium_close(again) == OK
    finally:
        os.close(writing)
        os.close(reading)
        assert os.waitpid(child, 0)[1] == 0


def test_a_fork_before_the_first_use_is_harmless(python):
    printed = python("""
import ctypes, json, os, library
library.lib.scriptorium_abi_version()
library.lib.scriptorium_version()
child = os.fork()
status, engine, _ = library.open_engine()
answer = library.call(engine, "system.ready")
assert (status, answer) == (0, (0, {"status": "ok"})), (status, answer)
assert library.lib.scriptorium_close(engine) == 0
if child == 0:
    os._exit(0)
print(json.dumps(os.waitpid(child, 0)[1]))
""")
    assert json.loads(printed) == 0


def test_a_program_that_the_child_starts_may_use_the_library(engine, python):
    assert python("import library; print(library.open_engine()[0])") == "0\n"
    assert library.call(engine, "system.ready")[0] == OK

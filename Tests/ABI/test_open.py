"""Opening and closing an engine, well and badly."""

import ctypes
import threading

import library
import pytest
from library import (
    DATA_LOSS, FAILED_PRECONDITION, INVALID_ARGUMENT, INVALID_HANDLE, OK, UNAVAILABLE, Buffer, call, lib, open_engine,
    options)

KEY = bytes(range(32))


def changed(**fields) -> library.Options:
    """Good options with some fields changed."""
    given = options()
    for name, value in fields.items():
        setattr(given, name, value)
    return given


def test_versions():
    assert lib.scriptorium_abi_version() == 1
    assert lib.scriptorium_version().count(b".") == 2


def test_an_engine_is_opened_and_closed():
    status, engine, error = open_engine()
    assert (status, error) == (OK, None)
    assert engine != 0
    assert call(engine, "system.ready") == (OK, {"status": "ok"})
    assert lib.scriptorium_close(engine) == OK


def test_a_closed_engine_is_unknown():
    _, engine, _ = open_engine()
    assert lib.scriptorium_close(engine) == OK
    for _ in range(3):
        assert lib.scriptorium_close(engine) == INVALID_HANDLE


@pytest.mark.parametrize("handle", [0, 1 << 63, 2**64 - 1, 0x7FFF_0000_0000])
def test_a_handle_that_never_was(handle):
    completions = library.Completions()
    assert lib.scriptorium_close(handle) == INVALID_HANDLE
    assert lib.scriptorium_cancel(handle, 1) == INVALID_HANDLE
    assert call(handle, "system.ready")[0] == INVALID_HANDLE
    assert library.submit(handle, completions, 1, "system.ready")[0] == INVALID_HANDLE
    assert completions.done == {}


def test_a_handle_is_never_used_again():
    handles = []
    for _ in range(20):
        handles.append(open_engine()[1])
        assert lib.scriptorium_close(handles[-1]) == OK
    assert len(set(handles)) == 20


def test_of_two_that_close_at_once_one_does():
    for _ in range(20):
        _, engine, _ = open_engine()
        results = []
        threads = [
            threading.Thread(target=lambda: results.append(lib.scriptorium_close(engine))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == [OK, INVALID_HANDLE, INVALID_HANDLE, INVALID_HANDLE]


def test_pointers_that_are_null():
    engine, error, given = ctypes.c_uint64(77), Buffer(), options()
    assert lib.scriptorium_open(None, engine, error) == INVALID_ARGUMENT
    assert engine.value == 0
    assert library.taken(error)["reason"] == "REQUEST_INVALID"
    assert lib.scriptorium_open(given, None, error) == INVALID_ARGUMENT
    assert library.taken(error)["reason"] == "REQUEST_INVALID"
    assert lib.scriptorium_open(None, None, None) == INVALID_ARGUMENT
    lib.scriptorium_buffer_free(None)


def test_an_error_that_nobody_wants():
    engine = ctypes.c_uint64()
    assert lib.scriptorium_open(changed(reserved=1), engine, None) == INVALID_ARGUMENT
    assert lib.scriptorium_open(options(), engine, None) == OK
    assert lib.scriptorium_close(engine.value) == OK


@pytest.mark.parametrize("size", [0, 1, 4, 71, 73, 80, 1_000, 2**32 - 1])
def test_a_struct_size_that_is_unknown(size):
    status, _, error = open_engine(changed(struct_size=size))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "REQUEST_INVALID")
    assert str(size) in error["message"]


def test_a_struct_size_that_is_too_small_is_not_read_past():
    # The four bytes of the size are all there is: reading on would leave the mapped memory.
    page = ctypes.create_string_buffer(4)
    ctypes.c_uint32.from_buffer(page).value = 4
    engine = ctypes.c_uint64()
    status = lib.scriptorium_open(ctypes.cast(page, ctypes.POINTER(library.Options)), engine, None)
    assert status == INVALID_ARGUMENT


@pytest.mark.parametrize("reserved", [1, 2**31, 2**32 - 1])
def test_a_reserved_field_that_is_not_zero(reserved):
    status, _, error = open_engine(changed(reserved=reserved))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "REQUEST_INVALID")


@pytest.mark.parametrize("fields", [
    {"database": b"\xff\xfe", "database_size": 2},
    {"database": b"a\0b", "database_size": 3},
    {"database": b"", "database_size": 0},
    {"database": b"postgres://nowhere", "database_size": 18},
    {"database": None, "database_size": 0},
    {"database": None, "database_size": 8},
    {"key": None, "key_size": 32},
    {"configuration": None, "configuration_size": 2},
], ids=repr)
def test_text_that_does_not_fit(fields):
    status, _, error = open_engine(changed(**fields))
    assert (status, error["code"], error["reason"]) == (INVALID_ARGUMENT, "INVALID_ARGUMENT", "REQUEST_INVALID")


@pytest.mark.parametrize("size", [0, 1, 16, 31, 33, 64])
def test_a_key_of_the_wrong_size(size):
    status, _, error = open_engine(changed(key=bytes(64), key_size=size))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "SEALING_KEY_INVALID")


@pytest.mark.parametrize("configuration, expected", [
    (b"{", "Line 1, column 2"), (b"", "Line 1, column 1"), (b"[]", "an object"), (b"\xff", "0xFF"),
    ({"databse": "x"}, 'Did you mean "database"?'), ({"port": -1}, "/port"), ({"log_level": "loud"}, "/log_level"),
])
def test_a_configuration_that_does_not_fit(configuration, expected):
    status, _, error = open_engine(options(configuration=configuration))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "CONFIGURATION_INVALID")
    assert expected in error["message"]


def test_every_fault_of_a_configuration_is_listed():
    _, _, error = open_engine(options(configuration={"port": -1, "color": 1}))
    assert [each["pointer"] for each in error["errors"]] == ["/port", "/color"]
    assert set(error["errors"][0]) == {"pointer", "rule", "message"}


def test_the_database_is_taken_from_the_configuration(database):
    status, engine, _ = open_engine(options(None, configuration={"database": str(database)}))
    assert status == OK
    assert database.exists()
    assert lib.scriptorium_close(engine) == OK


@pytest.mark.parametrize("content, status, reason", [
    (b"no database at all, but a letter" * 200, DATA_LOSS, "DATABASE_CORRUPT"),
    (None, UNAVAILABLE, "DATABASE_UNAVAILABLE"),
])
def test_a_file_that_cannot_be_opened(database, content, status, reason):
    path = database
    if content is None:
        path = database.parent / "missing" / "test.db"
    else:
        database.write_bytes(content)
    answer = open_engine(options(path))
    assert (answer[0], answer[2]["reason"]) == (status, reason)


def test_the_key_belongs_to_the_database(database):
    other = bytes(32)
    _, engine, _ = open_engine(options(database, KEY))
    assert lib.scriptorium_close(engine) == OK
    assert not database.with_name("test.db-key").exists()
    for key, reason in ((other, "SEALING_KEY_WRONG"), (None, "SEALING_KEY_MISSING")):
        status, _, error = open_engine(options(database, key))
        assert (status, error["reason"]) == (FAILED_PRECONDITION, reason)
    status, engine, _ = open_engine(options(database, KEY))
    assert status == OK
    assert lib.scriptorium_close(engine) == OK


@pytest.mark.parametrize("field", ["database_size", "key_size", "configuration_size"])
def test_a_size_beyond_what_is_read(field):
    start = {"database_size": "database", "key_size": "key", "configuration_size": "configuration"}[field]
    status, _, error = open_engine(changed(**{start: b"{}", field: 2**64 - 1}))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "PAYLOAD_TOO_LARGE")

"""The C library as Python sees it through ctypes: the declarations of `scriptorium.h`, and a few lines of comfort."""

import ctypes
import json
import os
import threading
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
HEADER = PROJECT / "include/scriptorium.h"
PATH = PROJECT / os.environ.get("SCRIPTORIUM_LIBRARY", "dist/libscriptorium.so")

OK = 0
CANCELLED = 1
INVALID_ARGUMENT = 3
DEADLINE_EXCEEDED = 4
NOT_FOUND = 5
RESOURCE_EXHAUSTED = 8
FAILED_PRECONDITION = 9
UNAVAILABLE = 14
DATA_LOSS = 15
INVALID_HANDLE = 100
WOULD_DEADLOCK = 101
FORKED = 102

WAIT_SECONDS = 30


class Buffer(Structure):
    _fields_ = [("data", c_void_p), ("size", c_size_t)]


LOG = CFUNCTYPE(None, c_void_p, c_int32, c_void_p, c_size_t)
EVENT = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)
DONE = CFUNCTYPE(None, c_void_p, c_int32, c_void_p, c_size_t)


class Options(Structure):
    _fields_ = [
        ("struct_size", c_uint32), ("reserved", c_uint32),
        ("database", c_char_p), ("database_size", c_size_t),
        ("key", c_char_p), ("key_size", c_size_t),
        ("configuration", c_char_p), ("configuration_size", c_size_t),
        ("log", LOG), ("log_user_data", c_void_p),
    ]


def load() -> ctypes.CDLL:
    library = ctypes.CDLL(str(PATH))
    text = [c_char_p, c_size_t]
    for name, result, arguments in (
        ("abi_version", c_uint32, []),
        ("version", c_char_p, []),
        ("open", c_int32, [POINTER(Options), POINTER(c_uint64), POINTER(Buffer)]),
        ("call", c_int32, [c_uint64, *text, *text, *text, POINTER(Buffer)]),
        ("submit", c_int32, [
            c_uint64, *text, *text, *text, EVENT, DONE, c_void_p, POINTER(c_uint64), POINTER(Buffer)]),
        ("cancel", c_int32, [c_uint64, c_uint64]),
        ("close", c_int32, [c_uint64]),
        ("buffer_free", None, [POINTER(Buffer)]),
    ):
        function = getattr(library, f"scriptorium_{name}")
        function.restype, function.argtypes = result, arguments
    return library


lib = load()


def taken(buffer: Buffer) -> Any:
    """What a buffer holds, as JSON, None when it is empty; the buffer is checked and freed."""
    if buffer.data is None:
        assert buffer.size == 0
        return None
    bytes_and_zero = ctypes.string_at(buffer.data, buffer.size + 1)
    assert bytes_and_zero.endswith(b"\0"), "one byte more follows and is 0"
    lib.scriptorium_buffer_free(byref(buffer))
    assert (buffer.data, buffer.size) == (None, 0)
    return json.loads(bytes_and_zero[:-1])


def sized(value: Any) -> tuple[bytes | None, int]:
    """Text with its size: bytes as they are, None as NULL, anything else as JSON."""
    if value is None:
        return None, 0
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, bytes):
        value = json.dumps(value).encode()
    return value, len(value)


def options(database: Any = ":memory:", key: bytes | None = None, configuration: Any = None, log=LOG()) -> Options:
    return Options(
        ctypes.sizeof(Options), 0, *sized(str(database) if database is not None else None), *sized(key),
        *sized(configuration), log, None)


def open_engine(given: Options | None = None) -> tuple[int, int, Any]:
    """Opens an engine; returns the status, the handle, and the error."""
    engine, error = c_uint64(77), Buffer(None, 99)
    given = given or options()
    status = lib.scriptorium_open(byref(given), byref(engine), byref(error))
    assert (engine.value == 0) == (status != OK)
    return status, engine.value, taken(error)


def call(engine: int, operation: Any, given: Any = None, call_options: Any = None) -> tuple[int, Any]:
    """Performs an operation; returns the status, and the output or the error."""
    result = Buffer(None, 99)
    status = lib.scriptorium_call(engine, *sized(operation), *sized(given), *sized(call_options), byref(result))
    return status, taken(result)


class Completions:
    """Collects what `on_done` is told, by the number that each call was submitted with."""

    def __init__(self):
        self.done: dict[int, list[tuple[int, Any]]] = {}
        self.changed = threading.Condition()
        self.on_done = DONE(self._on_done)
        self.events: dict[int, list[Any]] = {}
        self.on_event = EVENT(self._on_event)
        self.then = None

    def _on_done(self, user_data, status, result, size):
        outcome = (status, json.loads(ctypes.string_at(result, size)))
        if self.then:
            self.then(user_data or 0)
        with self.changed:
            self.done.setdefault(user_data or 0, []).append(outcome)
            self.changed.notify_all()

    def _on_event(self, user_data, event, size):
        with self.changed:
            assert not self.done.get(user_data or 0), "an event came after the end"
            self.events.setdefault(user_data or 0, []).append(json.loads(ctypes.string_at(event, size)))
            self.changed.notify_all()

    def wait(self, count: int) -> dict[int, list[tuple[int, Any]]]:
        """Waits until that many completions came, and returns them all."""
        with self.changed:
            arrived = self.changed.wait_for(
                lambda: sum(map(len, self.done.values())) >= count, timeout=WAIT_SECONDS)
            assert arrived, f"{sum(map(len, self.done.values()))} of {count} calls were completed"
            return dict(self.done)


def submit(
    engine: int, completions: Completions, number: int, operation: Any, given: Any = None, call_options: Any = None
) -> tuple[int, int, Any]:
    """Submits an operation; returns the status, the call's handle, and the error."""
    handle, error = c_uint64(77), Buffer(None, 99)
    status = lib.scriptorium_submit(
        engine, *sized(operation), *sized(given), *sized(call_options), completions.on_event, completions.on_done,
        number, byref(handle), byref(error))
    assert (handle.value == 0) == (status != OK)
    return status, handle.value, taken(error)

"""The C library, loaded into this Python program by ctypes."""

import ctypes
import hashlib
import json
import os
import pathlib
import queue

from demonstration.report import show_books
from demonstration.subject import LIBRARY, RECIPE, WAIT_SECONDS, Failed, outcome
from demonstration.terminal import Progress, fact, heading, say


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                ("database", ctypes.c_char_p), ("database_size", ctypes.c_size_t),
                ("key", ctypes.c_char_p), ("key_size", ctypes.c_size_t),
                ("configuration", ctypes.c_char_p), ("configuration_size", ctypes.c_size_t),
                ("log", ctypes.c_void_p), ("log_user_data", ctypes.c_void_p)]


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


EVENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
DONE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t)


class Engine:
    """An engine inside of this process; leaving the block closes it."""

    def __init__(self, database: pathlib.Path, account: str):
        self.database, self.acting = database, json.dumps({"as": account}).encode()
        self.library = ctypes.CDLL(str(LIBRARY))
        text = [ctypes.c_char_p, ctypes.c_size_t]
        for name, arguments in (
            ("open", [ctypes.POINTER(Options), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Buffer)]),
            ("call", [ctypes.c_uint64, *text * 3, ctypes.POINTER(Buffer)]),
            ("submit", [ctypes.c_uint64, *text * 3, EVENT, DONE, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64),
                        ctypes.POINTER(Buffer)]),
            ("close", [ctypes.c_uint64]),
            ("buffer_free", [ctypes.POINTER(Buffer)]),
        ):
            getattr(self.library, "scriptorium_" + name).argtypes = arguments
        self.library.scriptorium_version.restype = ctypes.c_char_p

    def __enter__(self) -> "Engine":
        path, self.handle, error = os.fsencode(self.database), ctypes.c_uint64(), Buffer()
        options = Options(struct_size=ctypes.sizeof(Options), database=path, database_size=len(path))
        status = self.library.scriptorium_open(ctypes.byref(options), ctypes.byref(self.handle), ctypes.byref(error))
        self.taken(status, error)
        return self

    def __exit__(self, *_) -> None:
        self.library.scriptorium_close(self.handle)

    def taken(self, status: int, buffer: Buffer) -> dict:
        text = ctypes.string_at(buffer.data, buffer.size) if buffer.size else b"{}"
        self.library.scriptorium_buffer_free(ctypes.byref(buffer))
        answer = json.loads(text)
        if status != 0:
            raise Failed(f"The C library refused with status {status}: {answer.get('message', 'it gave no message')}")
        return answer

    def arguments(self, operation: str, given: dict, acting: bool) -> list:
        texts = [operation.encode(), json.dumps(given).encode(), self.acting if acting else b"{}"]
        return [part for text in texts for part in (text, len(text))]

    def call(self, operation: str, given: dict, acting: bool = True) -> dict:
        result = Buffer()
        arguments = self.arguments(operation, given, acting)
        return self.taken(self.library.scriptorium_call(self.handle, *arguments, ctypes.byref(result)), result)

    def watch(self, job_id: str) -> None:
        """Shows the events of a job; the callbacks come on a thread of the library and only pass them on."""
        arrived, progress, error = queue.Queue(), Progress(), Buffer()
        # The functions must live until the engine is closed.
        self.on_event = EVENT(lambda _, data, size: arrived.put(json.loads(ctypes.string_at(data, size))["data"]))
        self.on_done = DONE(lambda _, status, data, size: arrived.put(None))
        self.taken(self.library.scriptorium_submit(
            self.handle, *self.arguments("jobs.watch", {"job_id": job_id}, True), self.on_event, self.on_done,
            None, None, ctypes.byref(error)), error)
        while (event := arrived.get(timeout=WAIT_SECONDS)) is not None:
            progress.show(event)


def through_c(document: pathlib.Path, account: dict, folder: pathlib.Path) -> dict:
    heading("2  Through the C library, inside of this Python program")
    with Engine(folder / "demo.db", account["user_id"]) as engine:
        version = engine.library.scriptorium_version().decode()
        fact("library", f"{LIBRARY.name} {version}, on the same demo.db without a server; it is optimized, the "
                        "executable above is built for debugging")
        found = engine.call("ledger.balance", {})["balances"][0]
        fact("balance", f"{found['available']} {found['currency']}, as HTTP left it")
        blob = "sha256:" + hashlib.sha256(document.read_bytes()).hexdigest()
        fact("document", f"{blob[:27]}…, the blob that HTTP stored")
        given = {"recipe_id": RECIPE, "input": {"document": {"blob": blob, "name": document.name}}}
        accepted = engine.call("recipes.run", given)
        engine.watch(accepted["job_id"])
        job = engine.call("jobs.get", {"job_id": accepted["job_id"]})
        left = engine.call("ledger.balance", {})["balances"][0]["available"]
        result = outcome("C library", job, found["available"], left)
        fact("cost", f"{result['cost']} {job['cost']['currency']}, which leaves {left}")
        say()
        show_books(engine.call("ledger.verify", {}, acting=False))
    return result

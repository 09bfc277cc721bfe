"""The language server over standard input and output, with a small client as editors have it."""

import json
import queue
import subprocess
import threading
import time

import pytest

SECONDS = 20
URI = "file:///refund.scriptum"
SCRIPT = """input
  amount : number
let total = amount * 2
let twice = total + totl
"""


class Client:
    """Starts `scriptorium lsp`, and reads what it says as it comes."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program.binary, "lsp"], env=program.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.messages: queue.Queue[dict | None] = queue.Queue()
        self.last_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            length = None
            while (line := self.process.stdout.readline()) not in (b"", b"\r\n"):
                name, value = line.split(b":", 1)
                if name == b"Content-Length":
                    length = int(value)
            if line == b"" or length is None:
                return self.messages.put(None)
            self.messages.put(json.loads(self.process.stdout.read(length)))

    def write(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: dict):
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method: str, **parameters):
        self.send({"method": method, "params": parameters})

    def request(self, method: str, **parameters) -> dict:
        """The answer to a request; what comes before it is passed over."""
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": parameters})
        return self.await_message(lambda message: message.get("id") == self.last_id)

    def await_message(self, fits) -> dict:
        end = time.monotonic() + SECONDS
        while True:
            message = self.messages.get(timeout=max(0.01, end - time.monotonic()))
            assert message is not None, "the server has ended"
            if fits(message):
                return message

    def diagnostics(self) -> list[dict]:
        message = self.await_message(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        assert message["params"]["uri"] == URI
        return message["params"]["diagnostics"]

    def start(self, process_id: int | None = None, **capabilities) -> dict:
        answer = self.request("initialize", processId=process_id, rootUri=None, capabilities=capabilities)
        self.notify("initialized")
        return answer["result"]

    def open(self, text: str):
        self.notify(
            "textDocument/didOpen",
            textDocument={"uri": URI, "languageId": "scriptum", "version": 1, "text": text})

    def ask(self, method: str, line: int, character: int, **more) -> dict:
        return self.request(
            f"textDocument/{method}", textDocument={"uri": URI}, position={"line": line, "character": character}, **more)

    def stop(self) -> int:
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(timeout=SECONDS)


@pytest.fixture
def client(program):
    client = Client(program)
    yield client
    if client.process.poll() is None:
        client.process.kill()
        client.process.wait()


def test_an_editor_works_with_a_script(client):
    hello = client.start()
    assert hello["capabilities"]["positionEncoding"] == "utf-16"
    assert hello["serverInfo"]["name"] == "scriptorium"
    client.open(SCRIPT)
    found = client.diagnostics()
    assert [item["code"] for item in found if item["severity"] == 1] == ["E301"]
    assert found[0]["range"]["start"]["line"] == 3 or found[1]["range"]["start"]["line"] == 3

    labels = {item["label"] for item in client.ask("completion", 3, 22)["result"]}
    assert {"total", "amount", "upper"} <= labels
    assert "total : number" in client.ask("hover", 3, 14)["result"]["contents"]["value"]
    assert client.ask("definition", 3, 14)["result"]["range"]["start"] == {"line": 2, "character": 4}
    assert client.ask("rename", 2, 6, newName="amount")["error"]["code"] == -32803
    edits = client.ask("rename", 2, 6, newName="sum_of")["result"]["changes"][URI]
    assert [(edit["range"]["start"]["line"], edit["newText"]) for edit in edits] == [(2, "sum_of"), (3, "sum_of")]

    change = {"range": {"start": {"line": 3, "character": 20}, "end": {"line": 3, "character": 24}}, "text": "1"}
    client.notify("textDocument/didChange", textDocument={"uri": URI, "version": 2}, contentChanges=[change])
    assert not [item for item in client.diagnostics() if item["severity"] == 1]
    assert client.stop() == 0


def test_diagnostics_come_without_being_asked_for(client):
    client.start()
    for version, text in enumerate(["let _a = b", "let _a = 1"], 1):
        client.open(text)
        assert [item["code"] for item in client.diagnostics()] == (["E301"] if version == 1 else [])


def test_columns_are_utf_16_unless_the_client_can_do_better(client):
    client.start(general={"positionEncodings": ["utf-8", "utf-16"]})
    client.open('let _a = "🧾" + b')
    assert client.diagnostics()[0]["range"]["start"] == {"line": 0, "character": 18}


@pytest.mark.parametrize("ending", ["exit", "end of input"])
def test_an_end_without_shutdown_is_a_failure(client, ending):
    client.start()
    if ending == "exit":
        client.notify("exit")
    else:
        client.process.stdin.close()
    assert client.process.wait(timeout=SECONDS) == 1


def test_it_ends_when_its_editor_is_gone(client):
    """The test holds standard input open, as a child of an editor that was killed may."""
    with subprocess.Popen(["sleep", "600"]) as editor:
        try:
            client.start(process_id=editor.pid)
            client.open("let _a = b")
            assert client.diagnostics()
            with pytest.raises(subprocess.TimeoutExpired):
                client.process.wait(timeout=5)
        finally:
            editor.kill()
            # What is not waited for stays in the system's table, and counts as being there.
            editor.wait()
    assert client.process.wait(timeout=SECONDS) == 1


def test_an_editor_that_names_no_process_may_be_silent(client):
    client.start(process_id=None)
    with pytest.raises(subprocess.TimeoutExpired):
        client.process.wait(timeout=5)
    assert client.stop() == 0


def test_garbage_does_not_end_it(client):
    client.write(b"Hello: there\r\n\r\n" + b"Content-Length: 5\r\n\r\n{]{]{" + b"\xff\x00" * 5000)
    client.start()
    assert client.request("workspace/unknown")["error"]["code"] == -32601
    assert client.stop() == 0


def test_a_message_in_single_bytes(client):
    body = json.dumps({"jsonrpc": "2.0", "id": "x", "method": "initialize", "params": {"capabilities": {}}}).encode()
    for byte in b"Content-Length: %d\r\n\r\n%s" % (len(body), body):
        client.write(bytes([byte]))
    assert client.await_message(lambda message: message.get("id") == "x")["result"]["capabilities"]["hoverProvider"]
    assert client.stop() == 0


def test_keystrokes_that_come_together_are_answered_soon(client):
    client.start()
    client.open("let _a = 1\n" * 2)
    client.diagnostics()
    for version in range(2, 202):
        place = {"line": 0, "character": 0}
        client.notify(
            "textDocument/didChange", textDocument={"uri": URI, "version": version},
            contentChanges=[{"range": {"start": place, "end": place}, "text": "-"}])
    last = client.await_message(lambda message: message.get("params", {}).get("version") == 201)
    assert last["method"] == "textDocument/publishDiagnostics"

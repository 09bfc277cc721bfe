"""Stored scripts and their threads over HTTP, as the tests use them."""

import base64
import json
import urllib.parse

from process import eventually
from wire import Client

ROOT = "/v1/scriptum"


class Scripts:
    """An account's scripts."""

    def __init__(self, client: Client):
        self.client = client

    @classmethod
    def of(cls, server) -> "Scripts":
        return cls(server.client.bearer(server.client.create_account().json()["bearer_token"]))

    def at(self, server) -> "Scripts":
        """The same account at another server."""
        return Scripts(Client(server.url, self.client.headers))

    def send(self, method: str, path: str, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {} if data is None else {"Content-Type": "application/json"}
        return self.client.send(method, ROOT + path, headers, data)

    def ask(self, method: str, path: str, body=None) -> dict:
        reply = self.send(method, path, body)
        assert reply.status == 200, reply
        return reply.json()

    def refused(self, reason: str, method: str, path: str, body=None) -> dict:
        reply = self.send(method, path, body)
        error = reply.json()["error"]
        assert error["details"][0]["reason"] == reason, error
        return error

    def publish(self, name: str, source: str):
        self.ask("POST", "/scripts", {"name": name})
        self.ask("POST", f"/scripts/{name}/draft", {"dslContent": source})
        compiled = self.ask("POST", f"/scripts/{name}/draft/compile", {})
        assert compiled["success"], compiled
        self.ask("POST", f"/scripts/{name}/draft/publish", {})

    def begin(self, name: str, value=None, **more) -> str:
        body = {"scriptName": name, "inputJson": json.dumps(value or {}), **more}
        return self.ask("POST", "/threads", body)["threadId"]

    def thread(self, thread: str) -> dict:
        return self.ask("GET", f"/threads/{thread}")["thread"]

    def until(self, thread: str, status: str) -> dict:
        eventually(lambda: self.thread(thread)["status"] == f"THREAD_STATUS_{status}", f"{thread} {status}")
        return self.thread(thread)

    def until_step(self, thread: str, path: str):
        eventually(lambda: self.thread(thread)["currentStepPath"] == path, f"{thread} at {path}")

    def resume(self, thread: str, value=None, **more) -> dict:
        body = {"stepInputOverrideJson": json.dumps(value), **more}
        return self.ask("POST", f"/threads/{thread}/resume", body)["thread"]

    def steps(self, thread: str) -> list[dict]:
        return self.ask("GET", f"/threads/{thread}/steps?pageSize=200")["steps"]

    def output(self, thread: str):
        """What the thread gave."""
        return json.loads(base64.b64decode(self.result(thread)["outputData"]))

    def result(self, thread: str, **query) -> dict:
        text = urllib.parse.urlencode(query)
        return self.ask("GET", f"/threads/{thread}/result" + (f"?{text}" if text else ""))

"""The server: started, asked over HTTP, followed by server-sent events, and stopped."""

import json
import pathlib
import secrets
import subprocess
import urllib.error
import urllib.request

from demonstration.report import show_books, show_costs, show_digest
from demonstration.subject import MEDIA_TYPES, PAGE_OF_OURS, PROGRAM, RECIPE, WAIT_SECONDS, Failed, inline, outcome
from demonstration.terminal import Progress, below, fact, heading, say


class Server:
    """A server on a free port; leaving the block stops it by SIGTERM."""

    def __init__(self, folder: pathlib.Path, environment: dict[str, str]):
        self.folder, self.environment = folder, environment

    def __enter__(self) -> "Server":
        self.log = open(self.folder / "server.log", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--database", "demo.db", "--port", "0"], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True, start_new_session=True)
        try:
            line = self.process.stdout.readline()
            if not line.startswith("listening on "):
                raise Failed("The server did not start: " + (self.folder / "server.log").read_text().strip()[-400:])
        except BaseException:
            self.stop()
            raise
        self.url = line.split()[-1]
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self) -> int:
        """Asks it to end, and makes it end when it does not."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.log.close()
            self.process.stdout.close()

    def open(self, method: str, path: str, token: str = "", body: bytes | None = None, **headers: str):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            named["Authorization"] = "Bearer " + token
        request = urllib.request.Request(self.url + path, method=method, headers=named, data=body)
        try:
            return urllib.request.urlopen(request, timeout=WAIT_SECONDS)
        except urllib.error.HTTPError as error:
            raise Failed(f"{method} {path} was answered with {error.code}: {error.read().decode()}") from None
        except urllib.error.URLError as error:
            raise Failed(f"{method} {path} was not answered: {error.reason}") from None

    def ask(self, method: str, path: str, token: str = "", value=None, **headers: str) -> dict:
        body = None if value is None else json.dumps(value).encode()
        typed = {} if value is None else {"Content_Type": "application/json"}
        with self.open(method, path, token, body, **typed, **headers) as answer:
            return json.load(answer)

    def upload(self, path: str, token: str, document: pathlib.Path) -> dict:
        """Sends a document as the field of a form, as `curl -F document=@FILE` does."""
        edge = secrets.token_hex(16)
        name = document.name.replace('"', "%22")
        before = (f'--{edge}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
                  f"Content-Type: {MEDIA_TYPES[document.suffix]}\r\n\r\n")
        body = before.encode() + document.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        with self.open("POST", path, token, body, Content_Type=f"multipart/form-data; boundary={edge}") as answer:
            return json.load(answer)

    def events(self, path: str, token: str):
        """The data of a stream of server-sent events, as they come."""
        with self.open("GET", path, token) as answer:
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    def follow(self, job_id: str, token: str) -> dict:
        progress = Progress()
        for event in self.events(f"/jobs/stream?job_id={job_id}", token):
            progress.show(event)
        return self.ask("GET", f"/jobs/{job_id}", token)


def over_http(server: Server, document: pathlib.Path, folder: pathlib.Path) -> tuple[dict, list[dict]]:
    heading("1  Over HTTP")
    fact("server", f"{server.url}, on the SQLite file demo.db, which it made")
    account = server.ask("POST", "/accounts", Idempotency_Key=secrets.token_hex(32))
    token, operator = account["bearer_token"], (folder / "demo.db-operator-token").read_text().strip()
    fact("account", account["user_id"] + ", made with POST /accounts")
    credit = {"account": account["user_id"], "amount": "25", "reference": "demo"}
    balance = server.ask("POST", "/v1/operations/ledger.credit", operator, credit)["balances"][0]
    fact("credited", f"{balance['available']} {balance['currency']}, by the operator")
    results = []
    for path, how in ((document, f"as curl -F document=@{document.name} does"), (PAGE_OF_OURS, "as base64 in JSON")):
        found = server.ask("GET", "/accounts/me/balances", token)["balances"][0]["available"]
        say()
        fact("send", f"{path.name} ({max(1, path.stat().st_size // 1024):,} KiB), {how}")
        fact("to", f"POST /recipes/{RECIPE}")
        if path == document:
            accepted = server.upload(f"/recipes/{RECIPE}", token, path)
        else:
            given = {"document": inline(path), "sentences": 3}
            accepted = server.ask("POST", f"/recipes/{RECIPE}", token, {"input": given})
        fact("follow", f"GET /jobs/stream?job_id={accepted['job_id']}")
        job = server.follow(accepted["job_id"], token)
        left = server.ask("GET", "/accounts/me/balances", token)["balances"][0]["available"]
        results.append(outcome("HTTP, " + path.name, job, found, left))
        show_digest(job["result"])
        show_costs(server.ask("GET", f"/jobs/{accepted['job_id']}/steps?limit=200", token)["steps"], job)
    below("The books: the trial balance and the verification of the ledger")
    show_books(server.ask("POST", "/v1/operations/ledger.verify", operator, {}))
    return account, results

"""Servers are killed while threads call tools; the tool server's own log tells what was done, and how often."""

import collections
import http.server
import json
import random
import threading
import time

import pytest
import torture
from process import eventually
from scripts import Scripts

SEED = torture.seed(20_251_124)
# Kills that must fall between the call of a tool and its result; more are tried until so many did.
KILLS = torture.amount(6)
KILLS_MAX = 12 * KILLS
CALLS = 12

POSTS = """\
input
  url : text
  count : integer
output
  done : integer
import tools
  http_request from native
each number in range(0, count)
  do "Post" with http_request
    url = url
    method = "POST"
    body = { number }
emit
  done = count
"""
PUTS = POSTS.replace('"POST"', '"PUT"')


class ToolServer:
    """Takes requests, some of them slowly, and keeps a log of those it has done."""

    def __init__(self):
        self.done: list[tuple[str, str, int]] = []
        self.under_way = 0
        self.lock = threading.Lock()
        tool = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with tool.lock:
                    tool.under_way += 1
                time.sleep(0.03)
                with tool.lock:
                    tool.done.append((self.command, self.path, body["number"]))
                    tool.under_way -= 1
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")
                except OSError:
                    pass  # whoever asked was killed

            do_PUT = do_POST

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/{path}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def tool():
    server = ToolServer()
    yield server
    server.close()


def test_nothing_is_done_twice_that_must_not_be(serve, database, tool):
    chance = random.Random(SEED)
    permission = {"SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES": "1"}
    server = serve(environment=permission)
    scripts = Scripts.of(server)
    scripts.publish("posts", POSTS)
    scripts.publish("puts", PUTS)
    threads: dict[str, str] = {}
    hits = kills = 0
    while hits < KILLS:
        assert kills < KILLS_MAX, f"only {hits} of {kills} kills fell into a call"
        for name in ("posts", "puts"):
            if not any(place.startswith(name) and not is_over(scripts, each) for each, place in threads.items()):
                place = f"{name}{len(threads)}"
                threads[scripts.begin(name, {"url": tool.url(place), "count": CALLS})] = place
        time.sleep(chance.uniform(0.01, 0.3))  # not a wait for anything: the moment is drawn
        server.kill()
        kills += 1
        hits += tool.under_way > 0
        eventually(lambda: tool.under_way == 0, "the tool server is quiet")
        server = serve(environment=permission)
        scripts = scripts.at(server)
    for thread, place in threads.items():
        finish(scripts, thread, place, tool)
        steps = scripts.steps(thread)
        assert len(steps) == CALLS and {each["status"] for each in steps} == {"STEP_STATUS_COMPLETED"}
    counts = collections.Counter(tool.done)
    for method, path, number in counts:
        assert method == "PUT" or counts[method, path, number] == 1, (path, number, counts[method, path, number])
    assert {(path, number) for _, path, number in counts} == {
        (f"/{place}", number) for place in threads.values() for number in range(CALLS)}


def is_over(scripts: Scripts, thread: str) -> bool:
    return scripts.thread(thread)["status"] in ("THREAD_STATUS_COMPLETED", "THREAD_STATUS_FAILED")


def settle(scripts: Scripts, thread: str, place: str, tool: ToolServer):
    """Looks up what became of a call in doubt, as a person would, and tells the thread."""
    found = scripts.thread(thread)
    if found["status"] != "THREAD_STATUS_PAUSED":
        return
    assert found["pauseReason"] == "PAUSE_REASON_IN_DOUBT", found
    number = int(found["currentStepPath"].split("~")[1].split(".")[0])
    if any(entry[1:] == (f"/{place}", number) for entry in tool.done):
        answer = {"status": 200, "headers": {}, "body": None, "text": "ok"}
        scripts.resume(thread, answer, action="RESUME_ACTION_SKIP_WITH_OUTPUT")
    else:
        scripts.ask("POST", f"/threads/{thread}/resume", {"action": "RESUME_ACTION_RETRY"})


def finish(scripts: Scripts, thread: str, place: str, tool: ToolServer):
    """Brings a thread to its end, whatever is in doubt on the way."""

    def is_done() -> bool:
        settle(scripts, thread, place, tool)
        return is_over(scripts, thread)

    eventually(is_done, f"the end of {thread}")
    assert scripts.thread(thread)["status"] == "THREAD_STATUS_COMPLETED"

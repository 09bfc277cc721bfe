"""What threads did: forked, written down, run through again, and read in parts."""

import base64
import hashlib
import json
import urllib.parse

import pytest
from commands import Place, new_account, private_file
from process import eventually
from scripts import ROOT, Scripts
from test_threads import watched

STEPS = """\
input
  name : text
output
  value : any
import tools
  echo from native
do "First" with echo
  value = name
  -> first
do "Second" with echo
  value = "{first} and more"
  -> second
emit
  value = second
"""
LARGE = """\
output
  text : text
import tools
  echo from native
do "Make" with echo
  value = repeat_text("0123456789", 600_000)
  -> made
emit
  text = to_text(made)
"""


def crc32c(data: bytes) -> int:
    """Bit by bit (RFC 3720, appendix B.4)."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0x82F63B78 if value & 1 else value >> 1
    return value ^ 0xFFFFFFFF


@pytest.fixture
def scripts(shared) -> Scripts:
    return Scripts.of(shared)


@pytest.fixture
def place(program, database) -> Place:
    account = new_account(program, database)
    return Place(program, "--database", database, "--account", account["user_id"])


def published(place: Place, name: str, source: str, folder):
    file = folder / f"{name}.scriptum"
    file.write_text(source)
    place.text("script", "create", name)
    place.text("draft", "save", name, "--file", file)
    place.text("draft", "compile", name)
    place.text("draft", "publish", name)


def test_a_fork_does_again_what_follows_a_step(scripts):
    scripts.publish("forked", STEPS)
    first = scripts.begin("forked", {"name": "Ada"})
    scripts.until(first, "COMPLETED")
    second = [step["stepPath"] for step in scripts.steps(first) if step["stepName"] == "Second"][0]
    forked = scripts.ask("POST", f"/threads/{first}/fork", {"fromStepPath": second})
    assert forked["reusedSteps"] == 1 and forked["thread"]["forkedFromThreadId"] == first
    thread = forked["thread"]["threadId"]
    scripts.until(thread, "COMPLETED")
    assert scripts.output(thread) == scripts.output(first) == {"value": "Ada and more"}
    # What was taken over is told by the fork too.
    assert [each["event"] for each in watched(scripts, thread)].count("step.completed") == 2


def test_a_fork_goes_on_on_another_version(scripts):
    scripts.publish("versions", STEPS)
    first = scripts.begin("versions", {"name": "Ada"})
    scripts.until(first, "COMPLETED")
    second = [step["stepPath"] for step in scripts.steps(first) if step["stepName"] == "Second"][0]
    scripts.ask("POST", "/scripts/versions/draft", {"dslContent": STEPS.replace("and more", "and less")})
    assert scripts.ask("POST", "/scripts/versions/draft/compile", {})["success"]
    scripts.ask("POST", "/scripts/versions/draft/publish", {})
    forked = scripts.ask("POST", f"/threads/{first}/fork", {"fromStepPath": second, "version": 2})
    thread = forked["thread"]["threadId"]
    scripts.until(thread, "COMPLETED")
    assert forked["reusedSteps"] == 1 and scripts.output(thread) == {"value": "Ada and less"}


def test_a_thread_is_written_down_and_run_through_elsewhere(place, program, tmp_path):
    published(place, "told", STEPS, tmp_path)
    run = place.run("thread", "run", "told", "--input", '{"name": "Ada"}')
    assert json.loads(run.stdout) == {"value": "Ada and more"}
    [thread] = [each["thread_id"] for each in place.json("thread", "list")["threads"]]
    bundle = tmp_path / "thread.jsonl"
    bundle.write_text(place.text("thread", "export", thread))
    # No database is needed, and nothing is called.
    replay = program.run("thread", "replay", str(bundle), "--verify", "--json")
    assert replay.returncode == 0, replay
    assert json.loads(replay.stdout)["verified"] is True
    for old, new in (('"Ada"', '"Eve"'), ("and more", "and less")):
        changed = tmp_path / "changed.jsonl"
        changed.write_text(bundle.read_text().replace(old, new))
        replay = program.run("thread", "replay", str(changed), "--json")
        assert replay.returncode == 1 and json.loads(replay.stdout)["verified"] is False, replay
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(bundle.read_text().splitlines(keepends=True)[:-1]))
    assert program.run("thread", "replay", str(cut)).returncode == 1


def parts(scripts: Scripts, path: str, **query) -> list[dict]:
    text = urllib.parse.urlencode(query)
    reply = scripts.client.get(ROOT + path + (f"?{text}" if text else ""))
    assert reply.status == 200 and reply.header("content-type") == "application/x-ndjson", reply
    return [json.loads(line)["result"] for line in reply.body.splitlines() if line]


def test_a_large_result_comes_in_parts(scripts):
    scripts.publish("large", LARGE)
    thread = scripts.begin("large")
    eventually(lambda: scripts.thread(thread)["status"] == "THREAD_STATUS_COMPLETED", "it is made")
    told = scripts.result(thread, outputOnly="true")
    assert told["outputTruncated"] and not told["outputData"]
    chunks = parts(scripts, f"/threads/{thread}/result/stream", maxChunkBytes=1 << 20)
    meta, *data = chunks
    assert [chunk["chunkIndex"] for chunk in chunks] == list(range(len(chunks)))
    assert [chunk["isFinal"] for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    decoded = [base64.b64decode(chunk["data"]["data"]) for chunk in data]
    whole = b"".join(decoded)
    assert json.loads(whole) == {"text": "0123456789" * 600_000}
    assert meta["meta"]["sha256"] == told["outputSha256"] == hashlib.sha256(whole).hexdigest()
    assert int(meta["meta"]["totalBytes"]) == len(whole) == int(told["outputTotalBytes"])
    assert {len(part) for part in decoded[:-1]} == {1 << 20}
    assert crc32c(decoded[-1]) == data[-1]["data"]["crc32c"]
    # Who was cut off asks for the rest.
    rest = parts(scripts, f"/threads/{thread}/result/stream", startOffset=len(whole) - 3)
    assert base64.b64decode(rest[-1]["data"]["data"]) == whole[-3:]
    steps = parts(scripts, f"/threads/{thread}/steps/stream")
    assert steps[0]["meta"]["summary"]["stepName"] == "Make"
    assert b"".join(base64.b64decode(chunk["data"]["data"]) for chunk in steps[1:]).count(b"0123456789") == 600_000


def test_a_result_that_is_not_there_is_refused(scripts):
    scripts.publish("later", "wait 1h\nemit\n  value = 1\n")
    thread = scripts.begin("later")
    scripts.refused("RESULT_NOT_READY", "GET", f"/threads/{thread}/result/stream")


def test_a_large_result_is_printed(program, database, serve, tmp_path):
    account = new_account(program, database)
    server = serve()
    token = private_file(tmp_path / "token", account["bearer_token"])
    place = Place(program, "--url", server.url, "--token-file", token)
    published(place, "large", LARGE, tmp_path)
    run = place.run("thread", "run", "large")
    thread = place.json("thread", "list")["threads"][0]["thread_id"]
    assert run.returncode == 0, run
    assert json.loads(place.text("thread", "result", thread)) == {"text": "0123456789" * 600_000}

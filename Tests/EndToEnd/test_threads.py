"""Threads of scripts: begun, followed, answered and killed."""

import base64
import hashlib
import json
import random
import threading

import pytest
import torture
from process import eventually
from scripts import ROOT, Scripts
from wire import new_key

QUESTION = """\
output
  choice : text
  by : text
stream
  note : text
yield "Begun"
  note = "asking"
ask "Approve"
  prompt = "May it?"
  options = ["yes", "no"]
  max_retries = 2
  -> answer
emit
  choice = answer.value
  by = answer.provided_by ?? "nobody"
"""
PAYMENT = """\
output
  paid : any
wait event "paid"
  -> payment
emit
  paid = payment?.amount
"""
WAITS = """\
output
  rounds : integer
stream
  round : integer
each number in range(0, 30)
  wait 20ms
  yield
    round = number
emit
  rounds = 30
"""


@pytest.fixture
def scripts(shared) -> Scripts:
    return Scripts.of(shared)


def watched(scripts: Scripts, thread: str, accept: str = "", query: str = "", last: str = "") -> list:
    """What WatchThread says of a thread until it is over."""
    headers = {"Accept": accept} if accept else {}
    if last:
        headers["Last-Event-ID"] = last
    reply = scripts.client.get(f"{ROOT}/threads/{thread}/watch{query}", headers)
    assert reply.status == 200, reply
    text = reply.body.decode()
    if accept:
        assert reply.header("content-type") == "text/event-stream"
        return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    assert reply.header("content-type") == "application/x-ndjson"
    return [json.loads(line)["result"] for line in text.splitlines() if line]


def test_a_question_is_answered(scripts):
    scripts.publish("ask", QUESTION)
    thread = scripts.begin("ask", metadata={"order": "7"})
    assert thread.startswith("thr_")
    paused = scripts.until(thread, "PAUSED")
    assert paused["pauseReason"] == "PAUSE_REASON_ASK" and paused["metadata"] == {"order": "7"}
    [ask] = scripts.ask("GET", "/asks?scriptNameFilter=ask")["asks"]
    assert (ask["threadId"], ask["prompt"], ask["options"], ask["maxRetries"]) == (thread, "May it?", ["yes", "no"], 2)
    error = scripts.refused(
        "ASK_ANSWER_INVALID", "POST", f"/threads/{thread}/resume", {"stepInputOverrideJson": '"perhaps"'})
    assert "perhaps" in error["message"] and "2 more" in error["message"]
    assert scripts.ask("GET", "/asks?scriptNameFilter=ask")["asks"][0]["attempt"] == 2
    scripts.resume(thread, "yes", providedBy="ada")
    done = scripts.until(thread, "COMPLETED")
    assert done["totalSteps"] == 2 and int(done["finishedAtMs"]) >= int(done["startedAtMs"]) > 0
    result = scripts.result(thread)
    output = base64.b64decode(result["outputData"])
    assert json.loads(output) == {"choice": "yes", "by": "ada"}
    assert hashlib.sha256(output).hexdigest() == result["outputSha256"] and int(result["outputTotalBytes"]) == len(output)
    [told] = result["yieldedValues"]
    assert (told["label"], json.loads(told["valueJson"])) == ("Begun", {"note": "asking"})
    assert [(each["stepPath"], each["primitive"], each["status"]) for each in result["steps"]] == [
        ("0", "yield", "STEP_STATUS_COMPLETED"), ("1", "ask", "STEP_STATUS_COMPLETED")]
    [detail] = scripts.result(thread, step_path="1")["stepDetails"]
    assert json.loads(base64.b64decode(detail["outputData"]))["value"] == "yes"
    scripts.refused("THREAD_TERMINAL", "POST", f"/threads/{thread}/resume", {"stepInputOverrideJson": '"no"'})


def test_whoever_watches_sees_all_of_it_once(scripts):
    scripts.publish("watched", QUESTION)
    thread = scripts.begin("watched")
    seen: list = []
    watching = threading.Thread(target=lambda: seen.extend(watched(scripts, thread)))
    watching.start()
    scripts.until(thread, "PAUSED")
    scripts.resume(thread, "no")
    watching.join(timeout=20)
    assert [int(each["seq"]) for each in seen] == list(range(1, len(seen) + 1))
    assert [each["statusChanged"]["to"].removeprefix("THREAD_STATUS_") for each in seen if "statusChanged" in each] == [
        "PENDING", "RUNNING", "PAUSED", "COMPLETED"]
    assert [each["ask"]["prompt"] for each in seen if "ask" in each] == ["May it?"]
    assert len([each for each in seen if "yielded" in each]) == 1
    # The answered question is shown no more; everything else is the same to whoever comes later.
    late = [{name: value for name, value in each.items() if name != "ask"} for each in watched(scripts, thread)]
    assert late == [{name: value for name, value in each.items() if name != "ask"} for each in seen]
    assert watched(scripts, thread, query="?afterSeq=3") == late[3:]
    assert watched(scripts, thread, accept="text/event-stream", last="3") == late[3:]


def test_events_come_once_and_never_too_early(scripts):
    scripts.publish("payment", PAYMENT)
    thread = scripts.begin("payment")
    event = {"name": "paid", "payloadJson": '{"amount": 3}', "eventId": "e1"}
    assert scripts.ask("POST", f"/threads/{thread}/events", event) == {"duplicate": False}
    reply = scripts.send("POST", f"/threads/{thread}/events", event)
    # The thread may be done by now; if it is not, the event is known.
    assert reply.status != 200 or reply.json() == {"duplicate": True}
    scripts.until(thread, "COMPLETED")
    assert json.loads(base64.b64decode(scripts.result(thread)["outputData"])) == {"paid": 3}


def test_a_thread_is_cancelled_soon(scripts):
    scripts.publish("long", "wait 1h\nemit\n  value = 1\n")
    thread = scripts.begin("long")
    scripts.until_step(thread, "0")
    scripts.ask("POST", f"/threads/{thread}/cancel", {})
    scripts.until(thread, "CANCELLED")
    assert scripts.ask("POST", f"/threads/{thread}/cancel", {})["thread"]["status"] == "THREAD_STATUS_CANCELLED"
    scripts.ask("DELETE", f"/threads/{thread}")
    scripts.refused("NOT_FOUND", "GET", f"/threads/{thread}")


def test_begun_once_under_one_key(scripts):
    scripts.publish("once", "wait 1h\nemit\n  value = 1\n")
    body = {"scriptName": "once", "requestId": new_key()}
    first = scripts.ask("POST", "/threads", body)["threadId"]
    assert scripts.ask("POST", "/threads", body)["threadId"] == first
    listed = scripts.ask("GET", "/threads?scriptNameFilter=once")["threads"]
    assert [each["threadId"] for each in listed] == [first]
    scripts.until(first, "RUNNING")
    running = scripts.ask("GET", "/threads?scriptNameFilter=once&statusFilter=running")["threads"]
    assert [each["threadId"] for each in running] == [first]
    assert scripts.ask("GET", "/threads?scriptNameFilter=once&statusFilter=paused")["threads"] == []
    scripts.refused("INPUT_INVALID", "GET", "/threads?statusFilter=sleeping")


def test_threads_of_others_are_not_there(scripts, shared):
    scripts.publish("mine", QUESTION)
    thread = scripts.begin("mine")
    scripts.until(thread, "PAUSED")
    other = Scripts.of(shared)
    for method, path in [
        ("GET", ""), ("GET", "/result"), ("GET", "/steps"), ("GET", "/watch"), ("POST", "/cancel"),
        ("POST", "/resume"), ("DELETE", ""),
    ]:
        other.refused("NOT_FOUND", method, f"/threads/{thread}{path}", {} if method == "POST" else None)
    other.refused("NOT_FOUND", "POST", f"/threads/{thread}/events", {"name": "x"})
    assert other.ask("GET", "/asks")["asks"] == [] and other.ask("GET", "/threads")["threads"] == []


SEED = torture.seed(20_251_123)
KILLS = torture.amount(8)


def test_threads_outlive_kills(serve, database):
    chance = random.Random(SEED)
    server = serve()
    scripts = Scripts.of(server)
    for name, source in [("waits", WAITS), ("ask", QUESTION), ("payment", PAYMENT)]:
        scripts.publish(name, source)
    scripts.publish("outer", "output\n  n : any\nrun waits\n  -> inner\nemit\n  n = inner?.rounds\n")
    running = [scripts.begin("waits"), scripts.begin("outer")]
    asking, paying = scripts.begin("ask"), scripts.begin("payment")
    for _ in range(KILLS):
        threading.Event().wait(chance.uniform(0.02, 0.2))  # not a wait for anything: the moment is drawn
        server.kill()
        server = serve()
        scripts = scripts.at(server)
    scripts.until(asking, "PAUSED")
    scripts.resume(asking, "yes")
    server.kill()
    server = serve()
    scripts = scripts.at(server)
    scripts.ask("POST", f"/threads/{paying}/events", {"name": "paid", "payloadJson": '{"amount": 9}'})
    server.kill()
    server = serve()
    scripts = scripts.at(server)
    outputs = {}
    for thread in [*running, asking, paying]:
        scripts.until(thread, "COMPLETED")
        outputs[thread] = json.loads(base64.b64decode(scripts.result(thread)["outputData"]))
    assert [outputs[each] for each in running] == [{"rounds": 30}, {"n": 30}]
    assert outputs[asking]["choice"] == "yes" and outputs[paying] == {"paid": 9}
    told = scripts.result(running[0])["yieldedValues"]
    assert [json.loads(each["valueJson"])["round"] for each in told] == list(range(30))
    events = watched(scripts, running[0])
    assert [int(each["seq"]) for each in events] == list(range(1, len(events) + 1))


def test_many_threads_wait_and_are_cancelled_at_once(scripts):
    scripts.publish("crowd", PAYMENT)
    threads = [scripts.begin("crowd") for _ in range(40)]
    for thread in threads:
        scripts.until_step(thread, "0")
    for thread in threads:
        scripts.ask("POST", f"/threads/{thread}/cancel", {})
    eventually(
        lambda: all(scripts.thread(each)["status"] == "THREAD_STATUS_CANCELLED" for each in threads), "all cancelled")

"""Jobs through the C interface: they run, and `on_event` tells what happens to them."""

from library import CANCELLED, INVALID_ARGUMENT, OK, Completions, call, lib, submit
from support import eventually, key_options

RUN = {"recipe_id": "scriptorium:flow:wait", "input": {"milliseconds": 0, "value": "done"}}


def account(engine) -> dict:
    return {"as": call(engine, "accounts.create", {}, key_options())[1]["user_id"]}


def test_a_job_runs_and_is_followed_to_its_end(engine):
    owner = account(engine)
    status, accepted = call(engine, "recipes.run", RUN, owner)
    assert status == OK
    completions = Completions()
    assert submit(engine, completions, 1, "jobs.watch", {"job_id": accepted["job_id"]}, owner)[0] == OK
    assert completions.wait(1)[1] == [(OK, {})]
    events = completions.events[1]
    assert [event["data"]["event"] for event in events] == [
        "thread.created", "thread.started", "step.completed", "thread.completed"]
    assert [event["id"] for event in events] == [1, 2, 3, 4]
    status, job = call(engine, "jobs.get", {"job_id": accepted["job_id"]}, owner)
    assert (status, job["status"], job["result"]) == (OK, "completed", {"value": "done"})


def test_a_stream_goes_on_behind_an_event(engine):
    owner = account(engine)
    job = {"job_id": call(engine, "recipes.run", RUN, owner)[1]["job_id"]}
    completions = Completions()
    assert submit(engine, completions, 1, "jobs.watch", job | {"after": 2}, owner)[0] == OK
    completions.wait(1)
    assert [event["id"] for event in completions.events[1]] == [3, 4]


def test_a_stream_without_an_end_is_cancelled(engine):
    owner, completions = account(engine), Completions()
    status, handle, _ = submit(engine, completions, 1, "jobs.watch", {"after": 0}, owner)
    assert status == OK
    call(engine, "recipes.run", RUN, owner)
    eventually(lambda: len(completions.events.get(1, [])) == 4, "the four events of the job")
    assert lib.scriptorium_cancel(engine, handle) == OK
    [(status, error)] = completions.wait(1)[1]
    assert (status, error["reason"]) == (CANCELLED, "CANCELLED")


def test_closing_ends_streams(engine):
    owner, completions = account(engine), Completions()
    assert submit(engine, completions, 1, "jobs.watch", {}, owner)[0] == OK
    assert lib.scriptorium_close(engine) == OK
    [(status, _)] = completions.done[1]
    assert status == CANCELLED


def test_a_stream_is_no_call(engine):
    status, error = call(engine, "jobs.watch", {}, account(engine))
    assert (status, error["reason"]) == (INVALID_ARGUMENT, "REQUEST_INVALID")

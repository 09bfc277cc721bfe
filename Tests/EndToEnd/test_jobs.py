"""Recipes are run: from the acceptance to the result, at the right price, and by nobody else's account."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from errors import check_problem
from jobs import (
    ECHO, FAIL, LONG_MS, PRICED, THREE, WAIT, Account, Follower, House, atomic, composed, plan, step,
    succeeded)
from process import SOON_SECONDS
from wire import new_key

NOBODYS = "00000000-0000-7000-8000-000000000000"
JOB_FIELDS = [
    "job_id", "recipe_id", "recipe_version", "status", "result", "progress", "steps_done", "steps_total",
    "held",
    "cost", "reference_id", "created_at", "updated_at", "finished_at", "expires_at"]


@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture
def account(house, client) -> Account:
    return house.account("1")


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USDC"}


def echoed(account: Account, value) -> dict:
    """What comes back of a value that went through a job."""
    return account.ended(account.run(ECHO, {"value": value, "more": True}))["result"]


class TestRunning:
    def test_a_run_is_accepted_and_leads_to_its_job(self, account):
        reply = account.ask(THREE, {"ms": 1})
        accepted = succeeded(reply, 202)
        assert list(accepted) == ["job_id", "status"]
        assert uuid.UUID(accepted["job_id"]).version == 7
        assert accepted["status"] == "pending"
        assert reply.header("location") == f"/jobs/{accepted['job_id']}"
        assert reply.header("cache-control") == "no-store"
        assert succeeded(account.client.get(reply.header("location")))["job_id"] == accepted["job_id"]

    def test_the_job_tells_everything_at_its_end(self, account):
        job = account.ended(account.run(THREE, {"ms": 1}, reference_id="order 7"))
        assert list(job) == JOB_FIELDS
        assert (job["recipe_id"], job["recipe_version"], job["reference_id"]) == (THREE, "1.0.0", "order 7")
        assert (job["progress"], job["steps_done"], job["steps_total"]) == (1, 3, 3)
        assert job["result"] == {"text": "c"}
        assert job["held"] == job["cost"] == money("0.3")
        assert job["created_at"] < job["finished_at"] == job["updated_at"] < job["expires_at"]

    def test_money_is_held_then_charged_step_by_step(self, account):
        id = account.begin_wait()
        assert account.balance() == ("0.7", "0.3", "1")
        assert account.job(id)["cost"] == money("0")
        assert account.cancel(id).status == 200
        assert account.balance() == ("1", "0", "1")

        id = account.run(THREE, {"ms": 150})
        account.await_steps(id, 1)
        half = account.job(id)
        assert (half["status"], half["held"]) == ("processing", money("0.3"))
        assert Decimal(half["cost"]["amount"]) == Decimal("0.1") * half["steps_done"]
        account.ended(id)
        assert account.balance() == ("0.7", "0", "0.7")

    def test_its_steps_are_listed_with_their_cost(self, account):
        id = account.run(THREE, {"ms": 20})
        account.ended(id)
        steps = account.steps(id)
        assert [each["step"] for each in steps] == ["a", "b", "c"]
        for each in steps:
            assert list(each) == ["step", "status", "attempt", "duration_ms", "cost", "at"]
            assert (each["status"], each["attempt"], each["cost"]) == ("completed", 1, money("0.1"))
            assert 20 <= each["duration_ms"] < 5_000
        assert account.charges(id) == [(id, each, Decimal("0.1")) for each in "abc"]

    @pytest.mark.parametrize("name", [THREE, THREE.replace(":", "%3A"), THREE.replace(":", "%3a", 1)])
    def test_colons_may_be_encoded(self, account, name):
        assert account.ended(account.run(name))["recipe_id"] == THREE

    def test_the_other_path_names_the_recipe_in_the_body(self, account):
        reply = account.client.post("/generate/recipe", {"recipe_id": THREE, "input": {}})
        assert reply.header("location") == f"/jobs/{reply.json()['job_id']}"
        assert account.ended(succeeded(reply, 202)["job_id"])["result"] == {"text": "c"}
        refused = account.client.post("/generate/recipe", {"input": {}})
        [error] = check_problem(refused, 422, "INPUT_INVALID")["errors"]
        assert (error["pointer"], error["type"]) == ("/recipe_id", "missing")

    def test_the_canonical_path_runs_the_same(self, account):
        reply = account.client.post("/v1/operations/recipes.run", {"recipe_id": THREE, "input": {"ms": 0}})
        job = account.ended(succeeded(reply)["job_id"])
        seen = account.client.post("/v1/operations/jobs.get", {"job_id": job["job_id"]})
        assert succeeded(seen) == job

    def test_an_ingredient_is_run_directly(self, account):
        job = account.ended(account.run(PRICED, {"milliseconds": 1, "value": "x"}))
        assert job["result"] == {"value": "x"}
        assert (job["held"], job["cost"], job["steps_total"]) == (money("0.1"), money("0.1"), 1)

    def test_what_is_free_needs_no_balance(self, house):
        poor = house.account()
        job = poor.ended(poor.run(ECHO, {"value": [1, None, {"a": "ü\u0000"}], "more": True}))
        assert job["result"] == {"value": [1, None, {"a": "ü\u0000"}], "more": True}
        assert "held" not in job and "cost" not in job
        assert poor.transfers() == []

    @pytest.mark.parametrize("value", [
        "x" * 3_000_000, "\U0001f600\u2028\r\n\"\\", 2**53 - 1, -0.5, 1e-300, [[[[]]]] * 500,
        {"": {"a/b~c": None}},
    ], ids=["long", "odd", "whole", "negative", "small", "many", "names"])
    def test_values_come_back_as_they_went(self, account, value):
        assert echoed(account, value) == {"value": value, "more": True}

    def test_defaults_are_filled_in(self, house, account):
        inputs = {"text": {"type": "string", "default": "by default"}}
        input = {"value": {"from": "inputs.text"}, "more": 1}
        house.publish(composed("demo:flow:default", plan(step("a", ECHO, input), inputs=inputs)))
        for given, expected in (({}, "by default"), ({"text": "said"}, "said")):
            assert account.ended(account.run("demo:flow:default", given))["result"]["value"] == expected

    def test_a_version_is_chosen(self, house, account):
        for version in ("1.9.0", "1.10.0", "2.0.0-rc.1"):
            house.publish(composed(
                "demo:flow:versions", plan(step("a", ECHO, {"value": version, "more": 1})), version=version))
        for asked, expected in ((None, "1.10.0"), ("1.9.0", "1.9.0"), ("2.0.0-rc.1", "2.0.0-rc.1")):
            job = account.ended(account.run("demo:flow:versions", version=asked))
            assert (job["recipe_version"], job["result"]["value"]) == (expected, expected)

    def test_only_used_lanes_are_charged(self, house, account):
        lanes = step("fan", PRICED, {"milliseconds": 0, "value": {"from": "item"}}, for_each="inputs.items",
                     max_items=5)
        inputs = {"items": {"type": "array"}}
        house.publish(composed("demo:flow:lanes", plan(
            lanes, inputs=inputs, outputs={"all": {"from": "$.steps.fan.output"}})))
        job = account.ended(account.run("demo:flow:lanes", {"items": ["p", "q", "r"]}))
        assert job["result"] == {"all": [{"value": "p"}, {"value": "q"}, {"value": "r"}]}
        assert (job["held"], job["cost"]) == (money("0.5"), money("0.3"))
        assert account.balance() == ("0.7", "0", "0.7")
        # One charge for the step, whatever its lanes: what was held beyond it is released with it.
        assert [each[1] for each in account.charges()] == ["fan"]
        assert [each["purpose"] for each in account.transfers()].count("hold") == 1

    def test_a_skipped_step_costs_nothing(self, house, account):
        house.publish(composed("demo:flow:skip", plan(
            step("a", PRICED, when="inputs.wanted"), step("b", PRICED, depends_on=["a"]),
            inputs={"wanted": {"type": "boolean"}}, outputs={"first": {"from": "$.steps.a.output"}})))
        for wanted, cost, first in ((False, "0.1", None), (True, "0.2", {"value": "a"})):
            job = account.ended(account.run("demo:flow:skip", {"wanted": wanted}))
            assert (job["cost"], job["held"], job["result"]) == (money(cost), money("0.2"), {"first": first})

    def test_a_metered_price_is_between_its_bounds(self, house, account):
        least = "0.000000000000000001"
        cost = {"model": "metered", "rates": {"tokens": "1"}, "minimum": least, "maximum": "0.4"}
        house.publish(atomic("demo:tool:metered", cost=cost))
        job = account.ended(account.run("demo:tool:metered", {"milliseconds": 0}))
        assert (job["held"], job["cost"]) == (money("0.4"), money(least))
        assert account.balance() == ("0.999999999999999999", "0", "0.999999999999999999")

    def test_steps_that_wait_for_nobody_run_at_once(self, house, account):
        many = [step(f"s{number}", WAIT, {"milliseconds": 200, "value": number}) for number in range(20)]
        house.publish(composed("demo:flow:wide", plan(*many, outputs={"x": 1})))
        begun = time.monotonic()
        account.ended(account.run("demo:flow:wide"))
        assert time.monotonic() - begun < 20 * 0.2 / 2

    def test_it_is_described_as_it_is(self, house, account):
        document = house.client.get("/openapi.json").json()
        schema = document["components"]["schemas"]["Job"]
        job = account.ended(account.run(THREE, {"ms": 0}, reference_id="x"))
        assert set(schema["required"]) <= set(job) <= set(schema["properties"])


class TestEnding:
    def test_a_cancel_is_prompt_and_gives_everything_back(self, account):
        id = account.begin_wait()
        begun = time.monotonic()
        job = succeeded(account.cancel(id))
        assert time.monotonic() - begun < SOON_SECONDS
        assert (job["status"], job["cost"], job["held"]) == ("cancelled", money("0"), money("0.3"))
        assert "result" not in job and "error" not in job
        assert account.balance() == ("1", "0", "1")
        assert account.job(id) == job

    def test_a_cancel_after_a_step_refunds_it(self, house, account):
        house.publish(composed("demo:flow:slowing", plan(
            step("quick", PRICED),
            step("slow", PRICED, {"milliseconds": LONG_MS, "value": 1}, depends_on=["quick"]))))
        id = account.run("demo:flow:slowing")
        account.await_steps(id, 1)
        assert account.balance() == ("0.8", "0.1", "0.9")
        assert succeeded(account.cancel(id))["cost"] == money("0")
        assert account.balance() == ("1", "0", "1")
        # The books show both movements.
        seen = [(each["purpose"], each.get("step"), each["side"]) for each in account.transfers()]
        assert ("charge", "quick", "debit") in seen and ("refund", "quick", "credit") in seen
        assert ("release", "slow") in [each[:2] for each in seen]
        done, waiting = account.steps(id)
        assert (waiting["step"], waiting["status"]) == ("slow", "waiting")
        assert (done["step"], done["cost"]) == ("quick", money("0.1"))

    def test_a_second_cancel_gets_the_same_answer(self, account):
        id = account.begin_wait()
        first = account.cancel(id)
        for again in (account.cancel(id), account.client.post(f"/jobs/{id}/cancel", {})):
            assert (again.status, again.body) == (200, first.body)
        assert account.balance() == ("1", "0", "1")

    def test_a_cancel_comes_too_late_for_what_is_done(self, account):
        id = account.run()
        job = account.ended(id)
        assert succeeded(account.cancel(id)) == job
        assert account.balance() == ("0.7", "0", "0.7")

    def test_many_cancels_at_once_are_one(self, account):
        id = account.begin_wait()
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda _: account.cancel(id), range(20)))
        assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
        assert account.balance() == ("1", "0", "1")

    def test_a_failure_is_told_and_refunded(self, house, account):
        house.publish(composed("demo:flow:failing", plan(
            step("good", PRICED),
            step("bad", FAIL, {"message": "it broke", "retryable": False}, depends_on=["good"]),
            step("never", PRICED, depends_on=["bad"]))))
        id = account.run("demo:flow:failing")
        job = account.ended(id, "failed")
        assert job["error"] == {"reason": "STEP_FAILED", "message": "it broke", "step": "bad"}
        assert job["error_message"] == "it broke"
        assert job["cost"] == money("0") and "result" not in job
        assert account.balance() == ("1", "0", "1")
        assert [(each["step"], each["status"]) for each in account.steps(id)] == [
            ("good", "completed"), ("bad", "failed")]
        assert account.steps(id)[1]["error"] == job["error"] | {"step": "bad"}

    def test_what_can_be_retried_is(self, house, account):
        retry = {"max_attempts": 3, "backoff_seconds": 0.02, "factor": 1}
        house.publish(composed("demo:flow:retrying", plan(
            step("bad", FAIL, {"message": "not yet", "retryable": True}, retry=retry))))
        id = account.run("demo:flow:retrying")
        account.ended(id, "failed")
        [bad] = account.steps(id)
        assert (bad["status"], bad["attempt"]) == ("failed", 3)

    def test_a_plan_may_do_without_a_step(self, house, account):
        house.publish(composed("demo:flow:spare", plan(
            step("bad", FAIL, {"message": "no", "retryable": False}, on_error={"default": {"text": "spare"}}),
            outputs={"text": {"from": "$.steps.bad.output.text"}})))
        assert account.ended(account.run("demo:flow:spare"))["result"] == {"text": "spare"}

    def test_a_step_has_its_time(self, house, account):
        house.publish(composed("demo:flow:timely", plan(
            step("slow", PRICED, {"milliseconds": LONG_MS, "value": 1}, timeout_seconds=0.1,
                 retry={"max_attempts": 1}))))
        job = account.ended(account.run("demo:flow:timely"), "failed")
        assert (job["error"]["reason"], job["error"]["step"]) == ("STEP_TIMED_OUT", "slow")
        assert account.balance() == ("1", "0", "1")

    def test_its_time_to_live_ends_it(self, account):
        begun = time.monotonic()
        id = account.begin_wait(ttl_seconds=1)
        job = account.ended(id, "failed")
        assert 0.9 < time.monotonic() - begun < 5
        assert job["error"]["reason"] == "THREAD_EXPIRED"
        assert account.balance() == ("1", "0", "1")
        assert account.jobs("status=failed")[0]["job_id"] == id

    def test_a_job_that_is_over_can_be_removed(self, account):
        id, other = account.run(), account.run(ECHO, {"value": 1, "more": 1})
        account.ended(id)
        assert succeeded(account.delete(id)) == {}
        stream = Follower.refusal(account.client, f"?job_id={id}")
        looks = [account.client.get(f"/jobs/{id}"), account.client.get(f"/jobs/{id}/steps"), stream]
        for reply in (*looks, account.cancel(id), account.delete(id)):
            check_problem(reply, 404, "NOT_FOUND")
        assert [job["job_id"] for job in account.jobs()] == [other]
        # What it cost is still in the books.
        assert len(account.charges(id)) == 3

    def test_a_job_under_way_cannot_be_removed(self, account):
        id = account.begin_wait(WAIT)
        problem = check_problem(account.delete(id), 409, "STATE_CONFLICT")
        assert "Cancel" in problem["fix"]
        assert account.job(id)["status"] == "processing"
        assert account.cancel(id).status == account.delete(id).status == 200


class TestRefusals:
    def check_nothing_began(self, account: Account):
        assert account.jobs() == []
        assert account.balance() == ("1", "0", "1")
        assert [each["purpose"] for each in account.transfers()] == ["funding"]

    @pytest.mark.parametrize("name, text", [
        ("demo:flow:thre", f'Did you mean "{THREE}"?'), ("demo:flow:Three", f'Did you mean "{THREE}"?'),
        ("nothing:like:it", 'no recipe "nothing:like:it"'), ("three", 'no recipe "three"'),
    ])
    def test_an_unknown_recipe(self, account, name, text):
        for reply in (account.ask(name), account.client.get(f"/recipes/{name}")):
            assert text in check_problem(reply, 404, "NOT_FOUND")["detail"]
        self.check_nothing_began(account)

    def test_an_unknown_version(self, account):
        for version in ("9.9.9", "latest", "1.0", "01.0.0"):
            shown = account.client.get(f"/recipes/{THREE}?version={version}")
            for reply in (account.ask(version=version), shown):
                problem = check_problem(reply, 404, "NOT_FOUND")
                assert version in problem["detail"] and "1.0.0" in problem["fix"]
        check_problem(account.ask(version=""), 422, "INPUT_INVALID")
        check_problem(account.ask(version=1), 422, "INPUT_INVALID")
        self.check_nothing_began(account)

    @pytest.fixture
    def strict(self, house) -> str:
        inputs = {
            "text": {"type": "string"}, "count": {"type": "integer", "minimum": 1, "maximum": 3},
            "parts": {"type": "array", "required": False, "schema": {"items": {"type": "boolean"}}},
        }
        house.publish(composed("demo:flow:strict", plan(step("a"), inputs=inputs)))
        return "demo:flow:strict"

    @pytest.mark.parametrize("input, violations", [
        ({"count": 1}, {("/input", "required")}),
        ({}, {("/input", "required")}),
        ({"text": 1, "count": 1}, {("/input/text", "type")}),
        ({"text": None, "count": 1}, {("/input/text", "type")}),
        ({"text": "", "count": 0}, {("/input/count", "minimum")}),
        ({"text": "", "count": 4}, {("/input/count", "maximum")}),
        ({"text": "", "count": 1.5}, {("/input/count", "type")}),
        ({"text": "", "count": "1"}, {("/input/count", "type")}),
        ({"text": "", "count": 1, "mor/e~": 1}, {("/input/mor~1e~0", "additionalProperties")}),
        ({"text": "", "count": 1, "parts": [True, 1, "x"]},
         {("/input/parts/1", "type"), ("/input/parts/2", "type")}),
        ({"text": [], "count": True, "parts": {}, "x": 1}, {
            ("/input/text", "type"), ("/input/count", "type"), ("/input/parts", "type"),
            ("/input/x", "additionalProperties")}),
    ])
    def test_every_violation_of_the_input_is_listed(self, account, strict, input, violations):
        refused = account.client.post(f"/recipes/{strict}", {"input": input})
        problem = check_problem(refused, 422, "INPUT_INVALID")
        assert {(error["pointer"], error["type"]) for error in problem["errors"]} == violations
        self.check_nothing_began(account)

    @pytest.mark.parametrize("input", [[], [{}], "{}", 1, None, True])
    def test_an_input_that_is_no_object(self, account, input):
        refused = account.client.post(f"/recipes/{THREE}", {"input": input})
        [error] = check_problem(refused, 422, "INPUT_INVALID")["errors"]
        assert error["pointer"] == "/input"
        self.check_nothing_began(account)

    @pytest.mark.parametrize("body, pointer", [
        ({}, "/input"), (None, "/input"), ({"inputs": {}, "input": {}}, "/inputs"),
        ({"input": {}, "ttl_seconds": 0}, "/ttl_seconds"),
        ({"input": {}, "ttl_seconds": 604_801}, "/ttl_seconds"),
        ({"input": {}, "ttl_seconds": 1.5}, "/ttl_seconds"),
        ({"input": {}, "reference_id": ""}, "/reference_id"),
        ({"input": {}, "payment_method": "gold"}, "/payment_method"),
        ({"input": {}, "version": []}, "/version"),
    ])
    def test_a_body_that_does_not_fit(self, account, body, pointer):
        problem = check_problem(account.client.post(f"/recipes/{THREE}", body), 422, "INPUT_INVALID")
        assert [error["pointer"] for error in problem["errors"]] == [pointer]
        self.check_nothing_began(account)

    @pytest.mark.parametrize("body, reason", [
        (b'{"input":{"value":"\xff"}}', "JSON_INVALID"), (b'{"input":{"value":"\xc0\x80"}}', "JSON_INVALID"),
        (b'{"input":{"value":', "JSON_INVALID"), (b'{"input":{"value":1}} x', "JSON_INVALID"),
        (b'{"input":{"value":' + b"[" * 1_000 + b"]" * 1_000 + b"}}", "JSON_INVALID"),
        (b'{"input":{"value":"\\ud800"}}', "JSON_INVALID"), (b'{"input":{"value":01}}', "JSON_INVALID"),
        (b'{"input":{"value":NaN}}', "JSON_INVALID"), (b"[" * 100_000, "JSON_INVALID"),
    ], ids=["byte", "overlong", "cut off", "more", "deep", "surrogate", "zero", "NaN", "deeper"])
    def test_what_is_no_json(self, account, body, reason):
        problem = check_problem(account.client.post(f"/recipes/{ECHO}", body), 400, reason)
        assert problem["line"] == 1 and problem["offset"] + 1 == problem["column"] <= len(body) + 1
        self.check_nothing_began(account)

    def test_what_is_too_large(self, account):
        body = b'{"input":{"more":1,"value":"' + b"x" * 40_000_000 + b'"}}'
        check_problem(account.client.post(f"/recipes/{ECHO}", body), 413, "PAYLOAD_TOO_LARGE")
        self.check_nothing_began(account)

    def test_the_path_and_the_body_may_not_contradict(self, account):
        check_problem(account.ask(THREE, recipe_id=ECHO), 400, "REQUEST_INVALID")
        self.check_nothing_began(account)

    @pytest.mark.parametrize("members", [
        {"webhook_url": "https://example.com/hook"}, {"webhook_secret": "s"},
        {"webhook_url": "https://example.com/hook", "webhook_secret": "s"},
    ])
    def test_webhooks_are_not_there_yet(self, account, members):
        key = {"Idempotency-Key": new_key()}
        problem = check_problem(account.ask(THREE, {}, key, **members), 501, "UNSUPPORTED")
        assert "webhook_url" in problem["fix"]
        self.check_nothing_began(account)
        # The key is free for the call without it.
        assert account.ask(THREE, {}, key).status == 202

    def test_what_the_balance_does_not_cover(self, house):
        poor = house.account("0.299999999999999999")
        reply = poor.ask(headers={"Idempotency-Key": new_key()})
        assert (reply.status, reply.header("content-type")) == (402, "application/json")
        text = "The balance does not cover this: 0.3 USDC required, 0.299999999999999999 available."
        assert reply.json() == {
            "x402Version": 1, "error": text, "accepts": [], "detail": text, "required": "0.3",
            "available": "0.299999999999999999", "currency": "USDC"}
        assert poor.jobs() == [] and len(poor.transfers()) == 1
        assert poor.balance() == ("0.299999999999999999", "0", "0.299999999999999999")

    def test_the_last_unit_is_enough(self, house):
        account = house.account("0.3")
        account.ended(account.run())
        assert account.balance() == ("0", "0", "0")
        assert account.ask().status == 402

    def test_what_is_held_cannot_be_spent_twice(self, house):
        account = house.account("0.5")
        with ThreadPoolExecutor(10) as threads:
            replies = list(threads.map(lambda _: account.ask(THREE, {"ms": LONG_MS}), range(10)))
        assert sorted(reply.status for reply in replies) == [202] + [402] * 9
        refused = next(reply for reply in replies if reply.status == 402).json()
        assert (refused["required"], refused["available"]) == ("0.3", "0.2")
        assert account.balance() == ("0.2", "0.3", "0.5")
        [job] = account.jobs()
        account.cancel(job["job_id"])

    def test_another_currency_does_not_help(self, house):
        account = house.account()
        succeeded(house.credit(account.organization, "100", currency="EUR"))
        assert account.ask().json()["available"] == "0"


class TestWho:
    ROUTES = [
        ("GET", "/jobs/{}"), ("GET", "/jobs/{}/steps"), ("POST", "/jobs/{}/cancel"), ("DELETE", "/jobs/{}"),
        ("GET", "/jobs/stream?job_id={}")]

    @pytest.mark.parametrize("method, path", ROUTES)
    def test_anothers_job_is_not_there(self, house, account, method, path):
        stranger = house.account("1")
        id = account.begin_wait()
        before = account.job(id)
        theirs = stranger.client.send(method, path.format(id))
        check_problem(theirs, 404, "NOT_FOUND")
        # Whether it exists cannot be told from the answer.
        nobodys = stranger.client.send(method, path.format(NOBODYS))
        assert theirs.json()["detail"].replace(id, NOBODYS) == nobodys.json()["detail"]
        check_problem(house.operator.send(method, path.format(id)), 404, "NOT_FOUND")
        assert account.job(id) == before
        assert stranger.jobs() == []
        assert succeeded(account.cancel(id))["status"] == "cancelled"

    @pytest.mark.parametrize("method, path", ROUTES + [
        ("GET", "/jobs"), ("GET", "/jobs/stream"), ("POST", f"/recipes/{THREE}"),
        ("POST", "/generate/recipe"),
        ("GET", "/accounts/me/balances"), ("GET", "/accounts/me/transfers")])
    def test_a_token_is_needed(self, client, method, path):
        path = path.format(NOBODYS)
        check_problem(client.send(method, path), 401, "CREDENTIAL_MISSING")
        check_problem(client.bearer("scrypted_" + "x" * 43).send(method, path), 401, "CREDENTIAL_INVALID")

    @pytest.mark.parametrize("method, path", ROUTES)
    def test_an_id_that_is_none(self, account, method, path):
        for id in ("1", "me", "0" * 32, NOBODYS + "0", f"job_{NOBODYS}"):
            problem = check_problem(account.client.send(method, path.format(id)), 422, "INPUT_INVALID")
            [error] = problem["errors"]
            assert error["msg"] == "Expected a UUID."

    @pytest.mark.parametrize("id", ["%00", "a%2Fb", "%ff"])
    def test_an_id_that_cannot_be_read(self, account, id):
        for path in (f"/jobs/{id}", f"/recipes/{id}"):
            check_problem(account.client.get(path), 400, "REQUEST_INVALID")

    def test_an_id_in_upper_case_is_the_same(self, account):
        id = account.run()
        assert account.ended(id) == account.job(id.upper())

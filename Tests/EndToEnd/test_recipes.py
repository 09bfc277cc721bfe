"""Recipes are published by the operator, checked to the last step, and shown by their interface alone."""

import json

import pytest
from errors import check_problem
from jobs import (
    ECHO, PRICED, THREE, WAIT, Account, House, atomic, chain, composed, fixed, pages, plan, step, succeeded)
from wire import Reply, new_key

INTERFACE = [
    "id", "version", "kind", "name", "description", "input_schema", "output_schema", "maximum_cost", "tags"]


@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture
def account(house, client) -> Account:
    return house.account()


def listed(client, query: str = "", limit: int = 200) -> list[str]:
    return [recipe["id"] for recipe in pages(client, f"/recipes?{query}", "recipes", limit)]


def faults(reply: Reply) -> list[tuple[str, str]]:
    problem = check_problem(reply, 422, "DEFINITION_INVALID")
    return [(error["pointer"], error["type"]) for error in problem["errors"]]


class TestLooking:
    def test_the_interface_is_shown_and_never_the_steps(self, house, client):
        secret = "a prompt that nobody is to see"
        house.publish(composed(
            "demo:flow:secret", plan(
                step("hidden", PRICED, {"milliseconds": 0, "value": secret}),
                inputs={"text": {"type": "string"}},
                outputs={"said": {"from": "$.steps.hidden.output.value"}}),
            name="Sayer", description="Says it.", tags=["one", "two"]))
        for name in ("demo:flow:secret", "demo%3Aflow%3Asecret", "demo:flow:secret?version=1.0.0"):
            reply = client.get(f"/recipes/{name}")
            shown = succeeded(reply)
            assert list(shown) == INTERFACE
            assert (shown["name"], shown["description"]) == ("Sayer", "Says it.")
            assert shown["tags"] == ["one", "two"]
            assert shown["input_schema"]["required"] == ["text"]
            assert shown["input_schema"]["additionalProperties"] is False
            assert list(shown["output_schema"]["properties"]) == ["said"]
            assert shown["maximum_cost"] == {"amount": "0.1", "currency": "USDC"}
            for hidden in (secret, "hidden", PRICED, "plan", "steps"):
                assert hidden.encode() not in reply.body
        assert secret.encode() not in client.get("/recipes?limit=200").body

    def test_what_is_free_names_no_cost(self, client):
        shown = succeeded(client.get(f"/recipes/{ECHO}"))
        assert "maximum_cost" not in shown
        assert (shown["id"], shown["kind"]) == (ECHO, "atomic")

    def test_the_canonical_path_shows_the_same(self, client):
        shown = client.post("/v1/operations/recipes.get", {"recipe_id": THREE})
        assert succeeded(shown) == succeeded(client.get(f"/recipes/{THREE}"))

    def test_the_list_is_in_order_and_by_kind(self, house, client):
        for name in ("zz:last:one", "aa:first:one"):
            house.publish(composed(name, plan(step("a")), name="Named", description="Told"))
        found = listed(client)
        assert found == sorted(set(found))
        assert {"zz:last:one", "aa:first:one", ECHO, THREE, PRICED} <= set(found)
        by_kind = {kind: listed(client, f"kind={kind}") for kind in ("atomic", "composed")}
        assert sorted(by_kind["atomic"] + by_kind["composed"]) == found
        assert {ECHO, PRICED} <= set(by_kind["atomic"]) and THREE in by_kind["composed"]
        [*_, last] = client.get("/recipes?limit=200").json()["recipes"]
        assert last == {
            "id": "zz:last:one", "version": "1.0.0", "kind": "composed", "name": "Named",
            "description": "Told"}

    @pytest.mark.parametrize("size", [1, 2, 3, 200])
    def test_pages_of_any_size_give_the_whole(self, client, size):
        for query in ("", "kind=atomic"):
            assert listed(client, query, size) == listed(client, query)

    def test_the_list_shows_the_latest_version_once(self, house, client):
        for version in ("1.0.0", "1.10.0", "1.9.0", "2.0.0-beta.1"):
            house.publish(composed("demo:flow:aged", plan(step("a")), version=version))
        found = [each for each in pages(client, "/recipes", "recipes", 200) if each["id"] == "demo:flow:aged"]
        assert [each["version"] for each in found] == ["1.10.0"]

    @pytest.mark.parametrize("query, status, reason", [
        ("limit=0", 422, "INPUT_INVALID"), ("limit=201", 422, "INPUT_INVALID"),
        ("kind=plan", 422, "INPUT_INVALID"),
        ("kinds=atomic", 422, "INPUT_INVALID"), ("cursor=x", 400, "PAGE_TOKEN_INVALID")])
    def test_a_query_that_does_not_fit(self, client, query, status, reason):
        check_problem(client.get(f"/recipes?{query}"), status, reason)

    def test_a_cursor_belongs_to_its_filter(self, client):
        cursor = succeeded(client.get("/recipes?limit=1&kind=atomic"))["next_cursor"]
        assert client.get(f"/recipes?limit=1&kind=atomic&cursor={cursor}").status == 200
        for query in (f"cursor={cursor}", f"kind=composed&cursor={cursor}"):
            check_problem(client.get(f"/recipes?{query}"), 400, "PAGE_TOKEN_INVALID")

    def test_a_name_that_is_too_long(self, client):
        [error] = check_problem(client.get("/recipes/" + "x" * 201), 422, "INPUT_INVALID")["errors"]
        assert error["loc"] == ["path", "id"]


class TestPlans:
    ECHOED = {"value": {"from": "inputs.text"}, "more": 1}

    @pytest.mark.parametrize("bad, expected, text", [
        (plan(step("a", depends_on=["c"]), step("b", depends_on=["a"]), step("c", depends_on=["b"])),
         ("/plan/steps/0", "cycle"), "a → c → b → a"),
        (plan(step("a", ECHO, {"value": {"from": "steps.b.output"}, "more": 1}), step("b", depends_on=["a"])),
         ("/plan/steps/0", "cycle"), "a → b → a"),
        (plan(step("a", depends_on=["nix"])), ("/plan/steps/0/depends_on/0", "unknown_step"), "nix"),
        (plan(step("a"), step("b", depends_on=["a", "b"])), ("/plan/steps/1/depends_on/1", "self_dependency"),
         "b"),
        (plan(step("a", ECHO, {"value": {"from": "$.steps.a.output"}, "more": 1})),
         ("/plan/steps/0/input/value/from", "self_dependency"), "its own output"),
        (plan(step("a", "scriptorium:flow:ecko")), ("/plan/steps/0/ingredient", "unknown_ingredient"),
         f'Did you mean "{ECHO}"?'),
        (plan(step("a", THREE)), ("/plan/steps/0/ingredient", "unknown_ingredient"), THREE),
        (plan(step("a", "Not a name")), ("/plan/steps/0/ingredient", "invalid_ingredient"), "colons"),
        (plan(step("a", version="9.0.0")), ("/plan/steps/0/version", "unknown_version"), "1.0.0"),
        (plan(step("a", version="latest")), ("/plan/steps/0/version", "invalid_version"), "exact"),
        (plan(step("a", ECHO, ECHOED), inputs={"txt": {"type": "string"}}),
         ("/plan/steps/0/input/value/from", "unknown_input"), "text"),
        (plan(step("a", ECHO, {"value": {"template": "x{{steps.nix.output}}"}, "more": 1})),
         ("/plan/steps/0/input/value/template", "unknown_step"), "nix"),
        (plan(step("a", when="1 +")), ("/plan/steps/0/when", "invalid_expression"), "byte"),
        (plan(step("a"), step("a")), ("/plan/steps/1/id", "duplicate_id"), "a"),
        (plan(step("a/b")), ("/plan/steps/0/id", "invalid_id"), "64"),
        ({"schema_version": 1, "steps": [step("a")]}, ("/plan/schema_version", "schema_version"), "2"),
        ({"schema_version": "2", "steps": [step("a")]}, ("/plan/schema_version", "schema_version"), "2"),
        ({"steps": [step("a")]}, ("/plan/schema_version", "missing"), "schema_version"),
        (plan(), ("/plan/steps", "missing"), "0"),
        (plan(*[step(f"s{number}") for number in range(257)], outputs={"x": 1}), ("/plan/steps", "too_many"),
         "257"),
        (plan(step("a", colour=1)), ("/plan/steps/0/colour", "unknown_field"), "colour"),
        (plan(step("a"), colour=1), ("/plan/colour", "unknown_field"), "colour"),
        (plan(step("a", **{"x/y~z": 1})), ("/plan/steps/0/x~1y~0z", "unknown_field"), "x/y~z"),
        (plan(step("a", WAIT, {"value": 1, "more": 1})), ("/plan/steps/0/input/milliseconds", "missing"),
         "milliseconds"),
        (plan(step("a", timeout_seconds=0)), ("/plan/steps/0/timeout_seconds", "out_of_range"), "0.001"),
        (plan(step("a", retry={"max_attempts": 11})), ("/plan/steps/0/retry/max_attempts", "out_of_range"),
         "10"),
        (plan(step("a", on_error="ignore")), ("/plan/steps/0/on_error", "invalid_value"), "skip"),
        (plan(step("a"), inputs={"x": {"type": "text"}}), ("/plan/inputs/x/type", "invalid_value"), "string"),
        (plan(step("a"), step("b")), ("/plan/outputs", "missing"), "2 steps"),
        (plan(step("a"), outputs={"x": {"from": "$.steps.b.output"}}),
         ("/plan/outputs/x/from", "unknown_step"), "b"),
        ([], ("/plan", "type"), "object"), (7, ("/plan", "type"), "object"),
        (None, ("/plan", "missing"), "plan"),
    ])
    def test_a_fault_is_told_with_its_place(self, house, client, bad, expected, text):
        reply = house.offer(composed("demo:flow:bad", bad))
        found = faults(reply)
        assert expected in found, reply.json()
        assert len(found) <= 2
        messages = [error["msg"] for error in reply.json()["errors"] if error["pointer"] == expected[0]]
        assert any(text in message for message in messages), messages
        assert "demo:flow:bad" in reply.json()["detail"]
        check_problem(client.get("/recipes/demo:flow:bad"), 404, "NOT_FOUND")

    def test_every_fault_is_told_at_once(self, house):
        bad = plan(
            step("a", "no:such:thing", depends_on=["x", "a"], colour=1), step("a", depends_on=["q"]),
            colour=2)
        found = faults(house.offer(composed("demo:flow:bad", bad | {"schema_version": 3})))
        assert set(found) == {
            ("/plan/schema_version", "schema_version"), ("/plan/colour", "unknown_field"),
            ("/plan/steps/0/ingredient", "unknown_ingredient"), ("/plan/steps/0/colour", "unknown_field"),
            ("/plan/steps/0/depends_on/0", "unknown_step"), ("/plan/steps/0/depends_on/1", "self_dependency"),
            ("/plan/steps/1/id", "duplicate_id"), ("/plan/steps/1/depends_on/0", "unknown_step")}

    def test_the_most_steps_there_may_be(self, house, account):
        many = [f"s{number}" for number in range(256)]
        house.publish(composed("demo:flow:most", chain(*many, ingredient=WAIT)))
        job = account.ended(account.run("demo:flow:most"))
        assert (job["steps_done"], job["result"]) == (256, {"text": "s255"})

    def test_steps_have_one_currency(self, house):
        house.publish(atomic("demo:tool:euro", cost=fixed("1", "EUR")))
        mixed = plan(step("a", PRICED), step("b", "demo:tool:euro", depends_on=["a"]))
        [fault] = faults(house.offer(composed("demo:flow:bad", mixed)))
        assert fault == ("/plan/steps/1", "currencies_differ")

    def test_a_plan_has_its_size(self, house):
        large = plan(step("a", ECHO, {"value": "x" * 1_100_000, "more": 1}))
        assert ("/plan", "too_large") in faults(house.offer(composed("demo:flow:bad", large)))
        nested = json.loads("[" * 140 + "]" * 140)
        deep = plan(step("a", ECHO, {"value": nested, "more": 1}))
        assert "too_deep" in [rule for _, rule in faults(house.offer(composed("demo:flow:bad", deep)))]


class TestPublishing:
    @pytest.mark.parametrize("definition, expected", [
        (atomic("demo:tool:bad", "scriptorium:flow:wiat"), ("/handler", "unknown_handler")),
        ({"id": "demo:tool:bad", "version": "1.0.0", "kind": "atomic"}, ("/handler", "missing")),
        (atomic("demo:tool:bad", plan=plan(step("a"))), ("/plan", "not_allowed")),
        (atomic("demo:tool:bad", effect="atomic"), ("/effect", "wrong_effect")),
        (atomic("demo:tool:bad", input_schema={"type": "text"}), ("/input_schema/type", "schema_invalid")),
        (atomic("demo:tool:bad", output_schema={"minimum": "1"}),
         ("/output_schema/minimum", "schema_invalid")),
        (atomic("Demo:tool:bad"), ("/id", "wrong_form")), (atomic("demo:bad"), ("/id", "wrong_form")),
        (atomic("demo:tool:bad", version="1.0.x"), ("/version", "wrong_form")),
        (composed("demo:flow:bad", plan(step("a")), cost=fixed("1")), ("/cost", "not_allowed")),
        (composed("demo:flow:bad", plan(step("a")), handler=WAIT), ("/handler", "not_allowed")),
    ])
    def test_a_definition_with_a_fault(self, house, definition, expected):
        assert faults(house.offer(definition)) == [expected]

    @pytest.mark.parametrize("fields, pointer", [
        ({"cost": {"model": "gold"}}, "/cost/model"), ({"cost": fixed("-1")}, "/cost/amount"),
        ({"cost": fixed("0.0000000000000000001")}, "/cost/amount"),
        ({"cost": fixed("1", "usd")}, "/cost/currency"),
        ({"cost": fixed("1") | {"more": 1}}, "/cost/more"), ({"effect": "twice"}, "/effect"),
        ({"kind": "other"}, "/kind"), ({"colour": 1}, "/colour"), ({"tags": "x"}, "/tags"),
        ({"concurrency": 0}, "/concurrency"), ({"timeout_seconds": 0}, "/timeout_seconds"),
    ])
    def test_a_field_that_does_not_fit(self, house, fields, pointer):
        problem = check_problem(house.offer(atomic("demo:tool:bad") | fields), 422, "INPUT_INVALID")
        assert [error["pointer"] for error in problem["errors"]] == [pointer]

    def test_a_version_never_changes(self, house, client):
        definition = composed("demo:flow:stable", plan(step("a")), description="first")
        first = house.publish(definition)
        assert house.publish(definition) == first
        for changed in (definition | {"description": "other"}, definition | {"plan": plan(step("b"))},
                        definition | {"tags": ["x"]}):
            problem = check_problem(house.offer(changed), 409, "ALREADY_EXISTS")
            assert "demo:flow:stable 1.0.0" in problem["detail"] and "higher version" in problem["fix"]
        assert succeeded(client.get("/recipes/demo:flow:stable")) == first
        house.publish(definition | {"version": "1.0.1", "description": "other"})
        assert succeeded(client.get("/recipes/demo:flow:stable"))["description"] == "other"

    def test_a_price_never_changes_under_its_version(self, house):
        house.publish(atomic("demo:tool:stable", cost=fixed("0.2")))
        for cost in (fixed("0.1"), {"model": "free"}, fixed("0.2", "EUR")):
            refused = house.offer(atomic("demo:tool:stable", cost=cost))
            check_problem(refused, 409, "ALREADY_EXISTS")
        same = house.publish(atomic("demo:tool:stable", cost=fixed("0.20")))
        assert same["maximum_cost"]["amount"] == "0.2"

    def test_a_recipe_keeps_the_versions_it_was_published_with(self, house):
        house.publish(atomic("demo:tool:raised", cost=fixed("0.1")))
        house.publish(composed("demo:flow:before", plan(step("a", "demo:tool:raised"))))
        house.publish(atomic("demo:tool:raised", version="1.1.0", cost=fixed("0.7")))
        house.publish(composed("demo:flow:after", plan(step("a", "demo:tool:raised"))))
        account = house.account("2")
        for recipe, cost in (("demo:flow:before", "0.1"), ("demo:flow:after", "0.7")):
            assert account.ended(account.run(recipe))["cost"]["amount"] == cost
        assert account.balance()[0] == "1.2"

    def test_a_job_under_way_keeps_its_version(self, house):
        old, new = {"milliseconds": 300, "value": "old"}, {"milliseconds": 0, "value": "new"}
        house.publish(composed("demo:flow:moving", plan(step("a", WAIT, old))))
        account = house.account()
        job = account.run("demo:flow:moving")
        house.publish(composed("demo:flow:moving", plan(step("a", WAIT, new)), version="2.0.0"))
        assert account.ended(job)["result"] == {"value": "old"}
        assert account.ended(account.run("demo:flow:moving"))["result"] == {"value": "new"}

    def test_only_the_operator_publishes(self, client, account):
        definition = composed("demo:flow:mine", plan(step("a")))
        path = "/v1/operations/recipes.publish"
        check_problem(account.client.post(path, definition), 403, "PERMISSION_DENIED")
        check_problem(client.post(path, definition), 401, "CREDENTIAL_MISSING")
        check_problem(client.get("/recipes/demo:flow:mine"), 404, "NOT_FOUND")

    def test_a_key_makes_it_once(self, house):
        key = {"Idempotency-Key": new_key()}
        definition = composed("demo:flow:keyed", plan(step("a")))
        first = house.offer(definition, key)
        assert house.offer(definition, key).body == first.body
        other = house.offer(definition | {"version": "2.0.0"}, key)
        check_problem(other, 422, "IDEMPOTENCY_MISMATCH")

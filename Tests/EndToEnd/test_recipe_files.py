"""A folder of definitions is published at the start; one that is wrong keeps the server from starting."""

import json
from pathlib import Path

import pytest
from errors import check_error_text
from jobs import PRICED, WAIT, Account, fixed, plan, step, succeeded
from process import Server


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "recipes"
    path.mkdir()
    return path


@pytest.fixture
def start(serve, folder, tmp_path):
    """Starts a server that publishes what is in the folder."""
    configuration = tmp_path / "config.json"
    configuration.write_text(json.dumps({"recipes_folder": str(folder)}))
    return lambda **options: serve("--config", configuration, **options)


def write(folder: Path, name: str, definition):
    text = definition if isinstance(definition, str) else json.dumps(definition)
    (folder / name).write_text(text)


def tool(**fields) -> dict:
    return {
        "id": PRICED, "version": "1.0.0", "versionType": "atomic", "handler": WAIT, "cost": fixed("0.1"),
        **fields}


def flow(**fields) -> dict:
    return {
        "id": "demo:flow:file", "version": "1.0.0", "versionType": "composed",
        "plan": plan(step("a", PRICED)),
        **fields}


def refusal(server: Server) -> str:
    check_error_text(server.wait(), server.log[server.log.index("error["):], 2, "CONFIGURATION_INVALID")
    assert server.stdout == []
    return server.log


def ids(server: Server) -> set[str]:
    return {recipe["id"] for recipe in succeeded(server.client.get("/recipes?limit=200"))["recipes"]}


def test_files_are_published_whatever_their_order(start, folder):
    # The recipe comes first by its name, and needs the ingredient.
    elsewhere = {"httpPath": "/x", "sdkEndpointKey": "x", "provider": "p", "providerModelId": "m", "spec": {}}
    write(folder, "a.avb.json", flow(description="From a file", **elsewhere))
    write(folder, "b.avb.json", tool(inputSchema={"type": "object", "required": ["milliseconds"]}))
    write(folder, "c.json", "not read")
    write(folder, "README.md", "not read")
    server = start()
    assert {PRICED, "demo:flow:file"} <= ids(server)
    shown = succeeded(server.client.get("/recipes/demo:flow:file"))
    assert (shown["description"], shown["maximum_cost"]["amount"]) == ("From a file", "0.1")
    shown = succeeded(server.client.get(f"/recipes/{PRICED}"))
    assert shown["input_schema"]["required"] == ["milliseconds"]


def test_a_recipe_from_a_file_runs(start, folder):
    write(folder, "tool.avb.json", tool(cost={"model": "free"}))
    write(folder, "flow.avb.json", flow())
    server = start()
    made = server.client.create_account().json()
    account = Account(server.client.bearer(made["bearer_token"]), made["organization_id"])
    assert account.ended(account.run("demo:flow:file"))["result"] == {"value": "a"}


def test_later_starts_change_nothing_and_add_what_is_new(start, folder):
    write(folder, "tool.avb.json", tool())
    first = start()
    before = first.client.get(f"/recipes/{PRICED}").body
    assert first.stop() == 0
    write(folder, "flow.avb.json", flow())
    server = start()
    assert server.client.get(f"/recipes/{PRICED}").body == before
    assert "demo:flow:file" in ids(server)
    assert server.stop() == 0
    # A file that was taken away takes nothing back.
    (folder / "tool.avb.json").unlink()
    assert PRICED in ids(start())


@pytest.mark.parametrize("broken, places", [
    ('{"id":"demo:tool:x",\n "version": }', ["line 2", "column 13"]),
    ("", ["line 1"]),
    ("[]", ["object"]),
    (tool(colour=1), ["/colour", "colour"]),
    (tool(handler="scriptorium:flow:wiat"), ["/handler", f'Did you mean "{WAIT}"?']),
    (tool(inputSchema={"type": "text"}), ["/inputSchema/type"]),
    (tool(versionType="other"), ["/versionType"]),
    (flow(plan=plan(step("a", depends_on=["b"]), step("b", depends_on=["a"]))),
     ["/plan/steps/0", "a → b → a"]),
    (flow(plan=plan(step("a", "no:such:thing"))), ["/plan/steps/0/ingredient", "no:such:thing"]),
    ({"id": "demo:tool:x"}, ["/version"]),
], ids=["cut off", "empty", "array", "field", "handler", "schema", "kind", "cycle", "ingredient", "missing"])
def test_a_broken_file_is_named_with_its_place(start, folder, broken, places):
    write(folder, "good.avb.json", tool())
    write(folder, "the broken one.avb.json", broken)
    log = refusal(start(ready=False))
    assert str(folder / "the broken one.avb.json") in log and "good.avb.json" not in log
    for place in places:
        assert place.lower() in log.lower(), log


def test_every_fault_of_a_file_is_told(start, folder):
    write(folder, "broken.avb.json", tool(colour=1, shape=2, handler=7))
    log = refusal(start(ready=False))
    for place in ("/colour", "/shape", "/handler"):
        assert place in log, log


def test_a_corrected_file_starts(start, folder):
    write(folder, "flow.avb.json", flow())
    assert PRICED in refusal(start(ready=False))
    write(folder, "tool.avb.json", tool())
    server = start()
    assert "demo:flow:file" in ids(server)


def test_nothing_of_a_refused_folder_is_published(start, serve, folder):
    write(folder, "a.avb.json", tool())
    write(folder, "b.avb.json", flow(plan=plan(step("a", "no:such:thing"))))
    refusal(start(ready=False))
    assert not {PRICED, "demo:flow:file"} & ids(serve())


def test_a_changed_file_needs_a_higher_version(start, folder):
    write(folder, "tool.avb.json", tool())
    assert start().stop() == 0
    write(folder, "tool.avb.json", tool(cost=fixed("0.2")))
    log = refusal(start(ready=False))
    assert str(folder / "tool.avb.json") in log and "higher version" in log
    write(folder, "tool.avb.json", tool(cost=fixed("0.2"), version="1.1.0"))
    shown = succeeded(start().client.get(f"/recipes/{PRICED}"))
    assert (shown["version"], shown["maximum_cost"]["amount"]) == ("1.1.0", "0.2")


def test_a_folder_that_is_not_there(start, folder):
    folder.rmdir()
    assert str(folder) in refusal(start(ready=False))


def test_an_empty_folder_is_fine(start):
    assert WAIT in ids(start())

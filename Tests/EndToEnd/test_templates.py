"""The templates that are shipped, over HTTP and by command: seen by anyone, and begun from."""

import json

import pytest
from commands import Place, new_account, printed, printed_json, private_file
from conftest import PROJECT
from errors import check_command_failed
from scripts import ROOT, Scripts

FOLDER = PROJECT / "templates"
IDS = sorted(file.stem for file in FOLDER.glob("*.scriptum"))


def source(id: str) -> str:
    return (FOLDER / f"{id}.scriptum").read_text()


@pytest.fixture
def scripts(shared) -> Scripts:
    return Scripts.of(shared)


def test_each_has_a_world_and_is_described():
    assert len(IDS) == 8
    assert sorted(file.stem for file in (FOLDER / "worlds").glob("*.json")) == IDS
    page = (PROJECT / "docs/templates.md").read_text()
    assert all(f"\n## {id}\n" in page for id in IDS)


def test_anyone_may_look(client):
    reply = client.get(f"{ROOT}/templates")
    assert reply.status == 200, reply
    listed = reply.json()
    assert [each["id"] for each in listed["templates"]] == IDS and listed["nextPageToken"] == ""
    shown = client.get(f"{ROOT}/templates/extract-fields").json()
    assert shown["dslContent"] == source("extract-fields") and shown["template"] in listed["templates"]
    template = shown["template"]
    assert template["category"] == "core" and {"key": "modality", "values": ["document"]} in template["labels"]
    assert sorted(template["toolsRequired"]) == ["model:llm", "native:extract"]
    assert template["contract"]["acceptedExtensions"] == ["pdf", "txt", "md", "html"]
    assert [field["name"] for field in template["contract"]["inputs"]] == ["document", "clerk", "tolerance"]
    reply = client.get(f"{ROOT}/templates/extract-field")
    assert reply.status == 404 and '"extract-fields"' in reply.json()["error"]["message"], reply


@pytest.mark.parametrize("query, ids", [
    ("category=ecommerce", ["batch-enrich", "order-refund"]),
    ("labels=modality:document&labels=pattern:batch", ["batch-enrich", "extract-fields"]),
    ("search=refund%20money", ["order-refund"]),
    ("pageSize=3", IDS[:3]),
])
def test_lists(client, query, ids):
    reply = client.get(f"{ROOT}/templates?{query}")
    assert reply.status == 200, reply
    assert [each["id"] for each in reply.json()["templates"]] == ids


def test_pages_follow_each_other(client):
    found, token = [], ""
    while True:
        page = client.get(f"{ROOT}/templates?page_size=3&page_token={token}").json()
        found += [each["id"] for each in page["templates"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert found == IDS


@pytest.mark.parametrize("id", IDS)
def test_a_script_begins_from_one(scripts, id):
    made = scripts.ask("POST", "/scripts", {"name": id, "fromTemplate": id})["script"]
    assert made["status"] == "SCRIPT_STATUS_DRAFT" and made["contract"]["outputs"]
    assert scripts.ask("GET", f"/scripts/{id}/draft")["draft"]["dslContent"] == source(id)
    assert scripts.ask("POST", f"/scripts/{id}/draft/compile", {"strict": True})["success"]
    assert scripts.ask("POST", f"/scripts/{id}/draft/publish", {})["version"]["version"] == 1


def test_a_script_from_an_unknown_one_is_not_made(scripts):
    scripts.refused("NOT_FOUND", "POST", "/scripts", {"name": "mine", "fromTemplate": "human-aproval"})
    scripts.refused("NOT_FOUND", "GET", "/scripts/mine")


@pytest.mark.parametrize("id", IDS)
def test_each_is_rehearsed_by_command(program, tmp_path, id):
    rehearsal = json.loads((FOLDER / "worlds" / f"{id}.json").read_text())
    script, world = tmp_path / f"{id}.scriptum", tmp_path / "world.json"
    script.write_text(printed(program.run("template", "show", id, "--source")))
    assert script.read_text() == source(id)
    assert printed(program.run("script", "fmt", "--check", script)) == ""
    world.write_text(json.dumps(rehearsal["world"]))
    run = ("script", "run", script, "--input", json.dumps(rehearsal["input"]), "--effects", world)
    outcome = printed_json(program.run(*run, "--json"))
    assert outcome["result"] == rehearsal["outcome"]["result"]
    # What it yields is printed before, an item a line.
    yields = "".join(json.dumps(item, separators=(",", ":"), ensure_ascii=False) + "\n" for item in outcome["yields"])
    text = printed(program.run(*run))
    assert text.startswith(yields) and json.loads(text[len(yields):]) == outcome["result"]
    case = FOLDER / "worlds" / f"{id}.json"
    assert printed(program.run("script", "test", script, case, "--crash-everywhere")).startswith("ok  ")


def test_commands(program, database, tmp_path):
    listed = printed_json(program.run("template", "list", "--json"))["templates"]
    assert [each["id"] for each in listed] == IDS
    [_, row] = printed(program.run("template", "list", "--category", "embedding")).splitlines()
    assert row.split()[:2] == ["rag-answer", "embedding"]
    [_, row] = printed(program.run("template", "list", "--label", "pattern=batch", "--search", "keywords")).splitlines()
    assert row.startswith("batch-enrich")
    assert printed(program.run("template", "list", "--search", "nonsense")) == "No templates.\n"
    shown = printed(program.run("template", "show", "rag-answer"))
    assert "Answer from texts" in shown and "\ninput\n  question " in shown and "native:chunk" in shown, shown
    check_command_failed(program.run("template", "show", "rag-anser"), 3, "NOT_FOUND")


@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_script_is_made_by_command(program, database, serve, tmp_path, kind):
    account = new_account(program, database)
    place = Place(program, "--database", database, "--account", account["user_id"])
    if kind == "server":
        token = private_file(tmp_path / "token", account["bearer_token"])
        place = Place(program, "--url", serve().url, "--token-file", token)
    assert "draft" in place.text("script", "create", "mine", "--template", "summarize-url")
    assert place.text("version", "code", "mine") == source("summarize-url")
    assert place.json("draft", "compile", "mine", "--strict")["success"]
    assert "active" in place.text("draft", "publish", "mine")
    check_command_failed(place.run("script", "create", "other", "--template", "nonsense"), 3, "NOT_FOUND")

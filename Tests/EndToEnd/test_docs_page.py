"""The pages at /docs: whole without JavaScript, of this origin alone, and true."""

import html
import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest
from errors import check_problem
from jsonschema import Draft202012Validator
from wire import Client

PROJECT = Path(__file__).resolve().parents[2]
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What is on a page; fails when elements are not closed in order."""

    def __init__(self, text: str):
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(client: Client, path: str) -> Page:
    reply = client.get(path)
    assert (reply.status, reply.header("content-type")) == (200, "text/html; charset=utf-8"), path
    policy = reply.header("content-security-policy")
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert reply.header("x-content-type-options") == "nosniff"
    return Page(reply.body.decode())


@pytest.fixture(scope="module")
def reference(shared) -> Page:
    return page(shared.client, "/docs")


@pytest.fixture(scope="module")
def document(shared) -> dict:
    return shared.client.get("/openapi.json").json()


def test_every_operation_is_there(reference, document):
    shown = {form["data-path"] + " " + form["data-method"] for form in reference.all("form")}
    described = {f"{path} {method.upper()}" for path, item in document["paths"].items() for method in item}
    assert shown <= described
    assert {entry for entry in described if not entry.startswith("/v1/operations/")} <= shown
    # What has no path of its own is on the canonical one.
    assert "/v1/operations/ledger.credit POST" in shown and "/v1/operations/accounts.get POST" not in shown
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["summary"].replace("`", "") in reference.text, path


def test_ids_are_unique_and_links_lead_somewhere(client, reference):
    ids = [attributes["id"] for _, attributes in reference.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in reference.all("a"):
        place = link["href"]
        if place.startswith("#"):
            assert place[1:] in ids, place
        else:
            assert client.get(place).status == 200, place


def test_every_field_has_a_label(reference):
    labels = {label["for"] for label in reference.all("label")}
    fields = reference.all("input") + reference.all("textarea")
    assert len(fields) > 30
    for field in fields:
        assert field["id"] in labels, field


def test_nothing_runs_from_the_page_itself_or_from_elsewhere(client, reference):
    assert [script.get("src") for script in reference.all("script")] == ["/docs/app.js"]
    assert not reference.all("style") and not reference.all("iframe")
    for tag, attributes in reference.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#")), attributes
    for path, kind in (("/docs/app.js", "text/javascript"), ("/docs/style.css", "text/css"),
                       ("/docs/icon.svg", "image/svg+xml")):
        reply = client.get(path)
        assert reply.status == 200 and reply.header("content-type").startswith(kind)
        assert not re.search(rb"https?://(?!www\.w3\.org/2000/svg)", reply.body)
    script = client.get("/docs/app.js").body.decode()
    assert "localStorage" not in script and "document.cookie" not in script and "innerHTML" not in script


def test_bodies_are_valid_by_their_schemas(reference, document, shared):
    text = shared.client.get("/docs").body.decode()
    count = 0
    for form in re.findall(r"<form.*?</form>", text, re.S):
        path = html.unescape(re.search('data-path="([^"]*)"', form)[1])
        method = re.search('data-method="([^"]*)"', form)[1].lower()
        body = re.search("<textarea[^>]*>(.*?)</textarea>", form, re.S)
        content = document["paths"][path][method].get("requestBody", {"content": {}})["content"]
        assert (body is not None) == ("application/json" in content), path
        assert ('type="file"' in form) == ("application/octet-stream" in content), path
        if body is None:
            continue
        schema = content["application/json"]["schema"] | {"components": document["components"]}
        Draft202012Validator(schema).validate(json.loads(html.unescape(body[1])))
        count += 1
    assert count >= 6


def commands(client: Client) -> dict[str, list[str]]:
    text = client.get("/docs").body.decode()
    blocks = re.findall(r'<div class="curl"><pre[^>]*><code>(.*?)</code>', text, re.S)
    found = [shlex.split(html.unescape(block).replace("\\\n", " ")) for block in blocks]
    return {" ".join(part for part in command if part in ("POST", "DELETE") or "$URL" in part): command for command in found}


def test_the_examples_for_curl_work(client):
    token = client.create_account().json()["bearer_token"]
    tried = 0
    for command in commands(client).values():
        assert command[0] == "curl"
        [address] = [part for part in command if part.startswith("$URL")]
        method = command[command.index("-X") + 1] if "-X" in command else "GET"
        headers = dict(command[at + 1].split(": ", 1) for at, part in enumerate(command) if part == "-H")
        bodies = [command[at + 1].encode() for at, part in enumerate(command) if part in ("-d", "--data-binary")]
        body = bodies[0] if bodies else None
        if "Authorization" in headers:
            assert headers["Authorization"] == "Bearer $TOKEN"
            headers["Authorization"] = f"Bearer {token}"
        if "Idempotency-Key" in headers:
            headers["Idempotency-Key"] = f"{tried:064d}"
        path = address.removeprefix("$URL")
        if path.startswith("/jobs/stream"):
            continue
        reply = client.send(method, path, headers, body)
        # What names an object names one that is not there; what is the operator's is refused. Nothing is malformed.
        assert reply.status in (200, 201, 202, 402, 403, 404, 409), (command, reply)
        tried += 1
    assert tried > 15


def test_every_reason_has_its_page(client):
    files = sorted((PROJECT / "docs" / "errors").glob("*.md"))
    assert len(files) > 40
    for file in files:
        name = "" if file.stem == "README" else "/" + file.stem
        shown = page(client, "/docs/errors" + name)
        assert file.read_text().split("\n")[0].removeprefix("# ") in shown.text


def test_the_type_of_a_problem_leads_to_its_page(client):
    for reply in (client.get("/nowhere"), client.get("/accounts/me"), client.post("/accounts", {"a": 1})):
        assert reply.json()["reason"] in page(client, reply.json()["type"]).text


@pytest.mark.parametrize("name", ["http", "configuration", "threads", "recipes", "ledger", "metrics", "cli", "c-api"])
def test_documents_come_along(client, name):
    shown = page(client, f"/docs/{name}")
    title = (PROJECT / "docs" / f"{name}.md").read_text().split("\n")[0].removeprefix("# ")
    assert title.replace("`", "") in shown.text
    assert not shown.all("script")
    ids = {attributes.get("id") for _, attributes in shown.elements}
    for link in shown.all("a"):
        if link["href"].startswith("#"):
            assert link["href"][1:] in ids, link
        elif link["href"].startswith("/docs"):
            assert client.get(link["href"].split("#")[0]).status == 200, link


@pytest.mark.parametrize("path", [
    "/docs/errors/", "/docs/errors/NOTHING", "/docs/nothing", "/docsx", "/docs/../http", "/docs/errors/http", "/docs//",
    "/docs/errors/input_invalid", "/docs/dependencies"])
def test_other_pages_are_not_there(client, path):
    check_problem(client.get(path), 404, "ROUTE_UNKNOWN")


def test_pages_are_only_read(client):
    refused = client.post("/docs", {})
    check_problem(refused, 405, "METHOD_NOT_ALLOWED")
    assert refused.header("allow") == "GET, HEAD"


def test_nothing_of_a_request_is_shown(client):
    reply = client.get("/docs?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert reply.status == 200 and b"alert(1)" not in reply.body

"""Each template run as it stands, in a world of which only the models, the pages and the shop are played."""

import json

import pytest
from scripts import Scripts
from standin import StandIn

INVOICE = {
    "number": "17", "sender": "Power Ltd", "issued": "2026-01-31", "currency": "EUR", "total": 120,
    "lines": [{"text": "Work", "amount": 100}, {"text": "Travel", "amount": 20}],
}


@pytest.fixture
def standin():
    standin = StandIn()
    yield standin
    standin.stop()


@pytest.fixture
def scripts(serve, standin, tmp_path) -> Scripts:
    configuration = tmp_path / "config.json"
    configuration.write_text(json.dumps({"models": standin.models}))
    return Scripts.of(serve("--config", configuration, environment={"SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES": "1"}))


def begun(scripts: Scripts, id: str, value: dict) -> str:
    """A thread of a script that is the template and nothing else."""
    scripts.ask("POST", "/scripts", {"name": id, "fromTemplate": id})
    assert scripts.ask("POST", f"/scripts/{id}/draft/compile", {"strict": True})["success"]
    scripts.ask("POST", f"/scripts/{id}/draft/publish", {})
    return scripts.begin(id, value)


def result(scripts: Scripts, thread: str) -> dict:
    scripts.until(thread, "COMPLETED")
    return scripts.output(thread)


def test_summarize_url(scripts, standin):
    standin.answers["GET /rain"] = lambda _: (200, "<title>Rain</title><p>It rained all week.</p>")
    standin.model = lambda text: {"summary": "Rain." if "It rained all week." in text else "", "points": ["Rain", "Rain"]}
    thread = begun(scripts, "summarize-url", {"url": f"{standin.url}/rain", "points": 1})
    assert result(scripts, thread) == {
        "url": f"{standin.url}/rain", "title": "Rain", "summary": "Rain.", "points": ["Rain"], "whole": True}


def test_a_page_that_is_not_there_pauses_the_thread(scripts, standin):
    thread = begun(scripts, "summarize-url", {"url": f"{standin.url}/nothing"})
    assert "was answered with 404" in scripts.until(thread, "PAUSED")["error"]


def test_human_approval(scripts):
    thread = begun(scripts, "human-approval", {"subject": "A new server", "approvers": ["ada", "grace"]})
    scripts.until(thread, "PAUSED")
    scripts.resume(thread, {"approved": False, "remark": "Later."})
    given = result(scripts, thread)
    assert (given["decision"], given["remark"]) == ("Rejected", "Later.")


def test_whoever_is_asked_in_vain_is_followed_by_the_next(scripts):
    thread = begun(scripts, "human-approval", {"subject": "A", "approvers": ["ada", "grace"], "patience": "1s"})
    assert result(scripts, thread)["decision"] == "Unanswered"


@pytest.mark.parametrize("certainty", [0.9, 0.2])
def test_classify_and_route(scripts, standin, certainty):
    standin.model = lambda _: {"team": "Sales", "certainty": certainty, "urgency": 5, "subject": "An offer"}
    thread = begun(scripts, "classify-and-route", {"message": "What does a pot cost?"})
    if certainty < 0.7:
        scripts.until(thread, "PAUSED")
        scripts.resume(thread, "Billing")
    given = result(scripts, thread)
    assert given["team"] == ("Sales" if certainty > 0.7 else "Billing") and given["urgent"]


@pytest.mark.parametrize("total", [120, 130])
def test_extract_fields(scripts, standin, total):
    standin.model = lambda text: INVOICE | {"total": total if "invoice 17" in text else 0}
    stored = scripts.client.send(
        "POST", "/blobs", {"Content-Type": "text/plain"}, b"Power Ltd, invoice 17 of 31 January 2026, EUR 120")
    document = {"blob": stored.json()["blob"], "name": "invoice.txt", "media_type": "text/plain"}
    thread = begun(scripts, "extract-fields", {"document": document})
    if total != 120:
        scripts.until(thread, "PAUSED")
        scripts.resume(thread, INVOICE)
    assert result(scripts, thread) == INVOICE | {"checked": total != 120}


def test_rag_answer(scripts, standin):
    standin.vector = lambda text: [float("nvoice" in text), float("unch" in text), 0.1]
    standin.model = lambda text: {"answer": "Ten years [1].", "known": "Lunch" not in text}
    texts = [{"name": "a", "text": "Invoices are kept for ten years."}, {"name": "b", "text": "Lunch is at noon."}]
    thread = begun(scripts, "rag-answer", {"question": "How long are invoices kept?", "texts": texts})
    given = result(scripts, thread)
    assert given["known"] and [source["name"] for source in given["sources"]] == ["a"]


@pytest.mark.parametrize("status", [201, 402])
def test_order_refund(scripts, standin, status):
    scripts.ask("PUT", "/env", {"key": "SHOP_URL", "value": standin.url})
    standin.answers |= {
        "GET /orders/A-17": lambda _: (200, {"total": 100, "refunded": 0}),
        "PUT /orders/A-17/return": lambda _: (201, {}),
        "DELETE /orders/A-17/return": lambda _: (204, ""),
        "POST /orders/A-17/refunds": lambda body: (status, {"id": f"r-{body['amount']}"}),
    }
    thread = begun(scripts, "order-refund", {"order_id": "A-17", "amount": 80, "reason": "It is broken."})
    scripts.until(thread, "PAUSED")
    scripts.resume(thread, "approve")
    given = result(scripts, thread)
    assert (given["state"], given["refund"]) == (("Refunded", "r-80") if status == 201 else ("Failed", None))
    undone = ["DELETE /orders/A-17/return"] if status != 201 else []
    assert standin.requests == [
        "GET /orders/A-17", "PUT /orders/A-17/return", "POST /orders/A-17/refunds", *undone]


def test_batch_enrich(scripts, standin):
    standin.model = lambda _: {"title": "A pot", "description": "It holds soup.", "keywords": ["Pot", "pot"]}
    standin.answers["POST /v1/chat/completions"] = lambda body: (
        (400, {}) if "Cup" in json.dumps(body) else standin.chat(body))
    products = [{"sku": "1", "name": "Pot"}, {"sku": "2", "name": "Cup"}]
    thread = begun(scripts, "batch-enrich", {"products": products})
    given = result(scripts, thread)
    assert [each["sku"] for each in given["enriched"]] == ["1"] and given["failed"] == ["2"]
    assert given["enriched"][0]["keywords"] == ["pot"]


def test_watch_and_wait(scripts):
    thread = begun(scripts, "watch-and-wait", {"invoice": "17", "customer": "Ada", "amount": 120})
    for invoice, amount in (("16", 120), ("17", 100), ("17", 20)):
        payload = json.dumps({"invoice": invoice, "amount": amount})
        scripts.ask("POST", f"/threads/{thread}/events", {"name": "payment.received", "payloadJson": payload})
    assert result(scripts, thread) == {"paid": 120, "open": 0, "reminded": 0, "overdue": False}


def test_a_payment_that_does_not_come_is_overdue(scripts):
    value = {"invoice": "17", "customer": "Ada", "amount": 120, "patience": "1s", "reminders": 1}
    given = result(scripts, begun(scripts, "watch-and-wait", value))
    assert given["overdue"] and given["reminded"] == 1 and given["open"] == 120

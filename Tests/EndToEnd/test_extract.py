"""Text comes out of documents of every kind, damaged and hostile ones too."""

import gzip
import os
import random
import re
import shutil
import time
from decimal import Decimal
from pathlib import Path

import pytest
import torture
from documents import EXTRACT, PDF, POLICY, TEXT, assembled, document, encrypted, extract, line, pdf, refusal, stream
from jobs import House, composed, plan, step
from process import eventually

SEED = torture.seed(20_250_911)
CUTS, FLIPS = torture.amount(12), torture.amount(12)
pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def account(shared):
    return House(shared, shared.database).account("1000")


@pytest.fixture(scope="module")
def policy() -> bytes:
    if not POLICY.is_file():
        pytest.skip("debian-policy is not installed")
    return gzip.decompress(POLICY.read_bytes())


def test_pages_of_a_pdf(account):
    content = pdf(line("Šuma, čaša, đak"), b"", line("日本語のテキスト"), title="Naslov č")
    result = extract(account, content, PDF, "šuma.pdf")
    assert result == {
        "name": "šuma.pdf", "media_type": PDF, "title": "Naslov č", "headings": [],
        "pages": [
            {"number": 1, "text": "Šuma, čaša, đak"}, {"number": 2, "text": ""}, {"number": 3, "text": "日本語のテキスト"}],
    }


def test_a_real_pdf_is_read_and_paid_by_the_page(shared, policy):
    account = House(shared, shared.database).account("10")
    job = account.run(EXTRACT, {"document": document(policy, PDF, "policy.pdf")})
    done = account.ended(job)
    pages = done["result"]["pages"]
    assert [page["number"] for page in pages] == list(range(1, 194))
    assert pages[10]["text"].startswith("Debian Policy Manual, Release")
    assert "Control files are used for source packages" in pages[40]["text"]
    assert all(control not in page["text"] for page in pages for control in "\0\f\r\x1b")
    assert done["cost"]["amount"] == "0.0386"
    assert account.charges(job)[0][2] == Decimal("0.0386")
    assert account.balance()[:2] == ("9.9614", "0")


def test_the_bytes_say_what_a_document_is(account):
    content = pdf(line("Hello"))
    for declared in [TEXT, "application/octet-stream", "image/png", "x"]:
        result = extract(account, content, declared)
        assert (result["media_type"], result["declared_media_type"]) == (PDF, declared)
    text = extract(account, b"<!DOCTYPE html><h1>A</h1>", TEXT)
    assert (text["media_type"], text["headings"]) == ("text/html", [{"level": 1, "title": "A", "page": 1}])
    claimed = extract(account, b"only text", PDF)
    assert (claimed["media_type"], claimed["declared_media_type"]) == (TEXT, PDF)
    assert "declared_media_type" not in extract(account, b"a,b\n", "text/csv; charset=utf-8")


def test_markdown_and_html(account):
    text = "---\ntitle: x\n---\n# One *two*\n\nA [link](http://x) to `code`.\n\n```\n# none\n```\n"
    result = extract(account, text.encode(), "text/markdown", "a.md")
    assert result["headings"] == [{"level": 1, "title": "One two", "page": 1}]
    assert result["pages"] == [{"number": 1, "text": "One two\n\nA link to code.\n\n# none"}]
    page = (
        "<html lang=hr><head><meta charset=windows-1250><title>Čaša</title><script>no()</script></head><body><nav>no</nav>"
        "<h2>Đak &amp; škola</h2><p>Jedan<p>dva<table><tr><td>a<td>b<tr><td>c</table>")
    result = extract(account, page.encode("cp1250"), "text/html")
    assert result == {
        "name": "a.txt", "media_type": "text/html", "title": "Čaša", "language": "hr", "charset": "windows-1250",
        "headings": [{"level": 2, "title": "Đak & škola", "page": 1}],
        "pages": [{"number": 1, "text": "Đak & škola\n\nJedan\n\ndva\n\na\tb\nc"}],
    }


def test_a_recipe_hands_its_document_on(shared):
    house = House(shared, shared.database)
    account = house.account("10")
    steps = plan(
        step("text", EXTRACT, {"document": {"from": "inputs.paper"}}), inputs={"paper": {"type": "document"}},
        outputs={"pages": {"from": "$.steps.text.output.pages"}})
    house.publish(composed("demo:flow:paper", steps))
    job = account.run("demo:flow:paper", {"paper": document(b"Some text")})
    assert account.ended(job)["result"] == {"pages": [{"number": 1, "text": "Some text"}]}


@pytest.mark.parametrize("content, reason, words", [
    (b"\x89PNG\r\n\x1a\n\0\0", "DOCUMENT_UNREADABLE", "a PNG picture"),
    (b"PK\x03\x04abc", "DOCUMENT_UNREADABLE", "DOCX"),
    (b"ab\0cd", "DOCUMENT_UNREADABLE", "unknown format"),
    (b"%PDF-1.4\ngarbage", "DOCUMENT_UNREADABLE", "cannot be read"),
    (b"", "DOCUMENT_HAS_NO_TEXT", "is empty"),
    (b" \n\t\n", "DOCUMENT_HAS_NO_TEXT", "is empty"),
    (pdf(b"0 0 100 100 re f", b""), "DOCUMENT_HAS_NO_TEXT", "2 pages and no text"),
    (pdf(), "DOCUMENT_HAS_NO_TEXT", "no pages"),
], ids=["png", "zip", "binary", "broken", "empty", "blank", "scan", "no pages"])
def test_what_has_no_text(account, content, reason, words):
    error = refusal(account, content)
    assert error["reason"] == reason, error
    assert words in error["message"] and "\n" not in error["message"], error
    assert "/tmp" not in str(error)


def test_a_password(account, tmp_path):
    content = pdf(line("Secret"))
    error = refusal(account, encrypted(content, tmp_path, "user"), name="letter.pdf")
    assert error["reason"] == "DOCUMENT_ENCRYPTED" and '"letter.pdf"' in error["message"]
    # A PDF that everybody may open, but not change, is read.
    assert extract(account, encrypted(content, tmp_path, ""), PDF)["pages"][0]["text"] == "Secret"


def test_damaged_documents_end_in_order(account, policy):
    chance = random.Random(SEED)
    jobs = []
    for _ in range(CUTS):
        jobs.append(account.run(EXTRACT, {"document": document(policy[: chance.randrange(len(policy))], PDF)}))
    for _ in range(FLIPS):
        broken = bytearray(policy)
        for _ in range(2_000):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        jobs.append(account.run(EXTRACT, {"document": document(bytes(broken), PDF)}))
    for job in jobs:
        eventually(lambda job=job: account.job(job)["status"] in ("completed", "failed"), "the job is over", 90)
        found = account.job(job)
        if found["status"] == "failed":
            assert found["error"]["reason"] in ("DOCUMENT_UNREADABLE", "DOCUMENT_HAS_NO_TEXT", "PROGRAM_LIMIT"), found
            assert re.fullmatch(r"[^\x00-\x1f]{10,600}", found["error"]["message"])
        else:
            assert found["result"]["pages"]


def test_a_bomb_holds_nobody_up(account):
    # Half a gigabyte of spaces out of three kilobytes, and a tree of a thousand million pages that leads back to itself.
    small = stream(b" " * 3_000_000, 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [%s] >>" % (b"4 0 R " * 160), small]
    error = refusal(account, assembled(objects))
    assert error["reason"] in ("DOCUMENT_HAS_NO_TEXT", "PROGRAM_LIMIT")
    loop = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"]
    error = refusal(account, assembled(loop))
    assert error["reason"] in ("DOCUMENT_UNREADABLE", "DOCUMENT_HAS_NO_TEXT", "PROGRAM_LIMIT")
    assert extract(account, b"after all")["pages"][0]["text"] == "after all"


def children(of: int) -> list[int]:
    """The processes that `of` started, by any of its threads."""
    found = []
    for each in Path(f"/proc/{of}/task").glob("*/children"):
        found += map(int, each.read_text().split())
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_kill_leaves_no_orphan_and_the_job_is_done_after_it(serve, database, policy):
    server = serve()
    account = House(server, database).account("10")
    job = account.run(EXTRACT, {"document": document(policy, PDF)})
    end = time.monotonic() + 10
    while not (found := children(server.process.pid)):
        assert time.monotonic() < end, "no reader was started"
    server.kill()
    eventually(lambda: not any(map(is_running, found)), "the reader is gone")
    again = account.at(serve())
    assert len(again.ended(job)["result"]["pages"]) == 193
    assert [charge[2] for charge in again.charges(job)] == [Decimal("0.0386")]


def test_nothing_is_left_behind(shared, account):
    before = len(os.listdir(f"/proc/{shared.process.pid}/fd"))
    jobs = [account.run(EXTRACT, {"document": document(pdf(line(str(number))), PDF)}) for number in range(40)]
    for number, job in enumerate(jobs):
        assert account.ended(job)["result"]["pages"][0]["text"] == str(number)
    eventually(lambda: not children(shared.process.pid), "no program runs any more")
    assert len(os.listdir(f"/proc/{shared.process.pid}/fd")) < before + 20

"""Documents for the tests: PDF made by hand, and the jobs that read them."""

import base64
import hashlib
import subprocess
import zlib
from pathlib import Path
from typing import Any

from jobs import Account

EXTRACT = "scriptorium:document:extract"
PDF, TEXT = "application/pdf", "text/plain"
POLICY = Path("/usr/share/doc/debian-policy/policy.pdf.gz")


def document(content: bytes, media_type: str = TEXT, name: str = "a.txt") -> dict[str, str]:
    return {"name": name, "media_type": media_type, "data": base64.b64encode(content).decode()}


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def extract(account: Account, content: bytes, media_type: str = TEXT, name: str = "a.txt") -> dict[str, Any]:
    """The text of a document, by a job of its own."""
    return account.ended(account.run(EXTRACT, {"document": document(content, media_type, name)}))["result"]


def refusal(account: Account, content: bytes, media_type: str = PDF, name: str = "a.pdf") -> dict[str, Any]:
    """The error of a job that must fail."""
    job = account.run(EXTRACT, {"document": document(content, media_type, name)})
    return account.ended(job, "failed")["error"]


def pdf(*pages: bytes, title: str | None = None) -> bytes:
    """A PDF with these content streams as its pages; /F0 is a font whose two-byte codes are UTF-16."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 500 >>] >>",
        stream(
            b"/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <0000> <FFFF> "
            b"endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"),
    ]
    for number, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F0 3 0 R >> >> >>" % (6 + 2 * number))
        objects.append(stream(content))
    if title is not None:
        objects.append(b"<< /Title <%s> >>" % ("\ufeff" + title).encode("utf-16-be").hex().encode())
    return assembled(objects, b"/Info %d 0 R" % len(objects) if title is not None else b"")


def line(text: str) -> bytes:
    """The content of a page with one line."""
    return b"BT /F0 12 Tf 50 700 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()


def stream(content: bytes, filters: int = 0) -> bytes:
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = b"/Filter [%s] " % (b"/FlateDecode " * filters) if filters else b""
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (names, len(content), content)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, trailer, len(out))


def encrypted(content: bytes, folder: Path, user: str, owner: str = "owner") -> bytes:
    """The same PDF under passwords; an empty one of the user lets everybody read."""
    (folder / "plain.pdf").write_bytes(content)
    subprocess.run(
        ["qpdf", "--encrypt", user, owner, "256", "--", folder / "plain.pdf", folder / "secret.pdf"], check=True)
    return (folder / "secret.pdf").read_bytes()

"""What refusals look like: over HTTP, and on a terminal."""

import re
import subprocess
from typing import Any

from wire import Reply


def check_problem(reply: Reply, status: int, reason: str) -> dict[str, Any]:
    """Checks a refusal in the form of RFC 9457 and returns its body."""
    assert reply.status == status, reply
    assert reply.header("content-type") == "application/problem+json"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", reply.header("x-request-id") or "")
    problem = reply.json()
    assert problem["reason"] == reason, problem
    assert problem["status"] == status
    assert problem["type"] == f"/docs/errors/{reason}"
    assert problem["title"].replace(" ", "_").upper() == reason
    assert problem["detail"].endswith((".", "?")), problem["detail"]
    for error in problem.get("errors", []):
        assert set(error) == {"loc", "msg", "type", "pointer"}
        assert error["loc"][0] in ("path", "query", "body")
        assert error["pointer"] == pointer(error["loc"][1:])
    return problem


def pointer(tokens: list[str | int]) -> str:
    """RFC 6901 §3: `~` and `/` inside a name are escaped."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def check_command_failed(result: subprocess.CompletedProcess, status: int, reason: str) -> str:
    """Checks that a command was refused, with one clear error and nothing else, and returns its text."""
    check_error_text(result.returncode, result.stderr.decode(), status, reason)
    assert result.stdout == b""
    return result.stderr.decode()


def check_error_text(returncode: int, text: str, status: int, reason: str):
    assert returncode == status, (returncode, text)
    assert re.match(rf"error\[{reason}\]: .+", text), text
    assert "Fatal error" not in text and "Swift." not in text, text

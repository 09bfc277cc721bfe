"""`scriptorium mcp` with the official package as its client: scripts as tools."""

import asyncio
import json

import mcp_types as types
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from scripts import Scripts

GREETING = """\
input
  name : text

output
  greeting : text

stream
  progress : text

yield "Half"
  progress = "half way"

emit
  greeting = "Hello, {name}"
"""
ASKING = """\
output
  colour : text

ask "Choose"
  prompt = "Which colour?"
  -> answer

emit
  colour = answer.value
"""
FAILING = """\
import tools
  file_read from native

do "Read" with file_read
  path = "nothing.txt"
"""
WAITING = """\
wait 1h
"""


@pytest.fixture
def server(serve):
    return serve()


@pytest.fixture
def scripts(server) -> Scripts:
    scripts = Scripts.of(server)
    scripts.publish("greeting", GREETING)
    return scripts


@pytest.fixture
def client(program, server, scripts, tmp_path):
    """Makes clients that start `scriptorium mcp` with the account's token."""
    token = tmp_path / "token"
    token.write_text(scripts.client.headers["Authorization"].removeprefix("Bearer "))
    token.chmod(0o600)
    parameters = StdioServerParameters(
        command=str(program.binary), args=["mcp", "--url", server.url, "--token-file", str(token)],
        env=program.environment)
    return lambda **options: Client(parameters, read_timeout_seconds=30, **options)


def test_published_scripts_are_tools(client, scripts):
    scripts.ask("POST", "/scripts", {"name": "unpublished"})

    async def run():
        async with client() as session:
            return await session.list_tools()
    tools = asyncio.run(run()).tools
    assert [tool.name for tool in tools] == ["greeting"]
    assert tools[0].input_schema["required"] == ["name"]
    assert tools[0].output_schema["properties"]["greeting"] == {"type": "string"}


def test_a_call_runs_a_thread_to_its_end(client, scripts):
    told = []

    async def progress(count, total, message):
        told.append((count, message))

    async def run():
        async with client() as session:
            return await session.call_tool("greeting", {"name": "Ada"}, progress_callback=progress)
    result = asyncio.run(run())
    assert not result.is_error
    assert result.structured_content == {"greeting": "Hello, Ada"}
    assert json.loads(result.content[0].text) == {"greeting": "Hello, Ada"}
    assert [count for count, _ in told] == sorted({count for count, _ in told})
    threads = scripts.ask("GET", "/threads")["threads"]
    assert [thread["status"] for thread in threads] == ["THREAD_STATUS_COMPLETED"]


def test_calls_run_side_by_side(client):
    async def run():
        async with client() as session:
            calls = [session.call_tool("greeting", {"name": str(number)}) for number in range(8)]
            return await asyncio.gather(*calls)
    assert [result.structured_content["greeting"] for result in asyncio.run(run())] == [
        f"Hello, {number}" for number in range(8)]


def test_what_goes_wrong_is_told(client, scripts):
    scripts.publish("failing", FAILING)

    async def run():
        async with client() as session:
            wrong = await session.call_tool("greeting", {"name": 7})
            failed = await session.call_tool("failing", {})
            with pytest.raises(MCPError, match="no script of this name"):
                await session.call_tool("nothing", {})
            return wrong, failed
    wrong, failed = asyncio.run(run())
    assert wrong.is_error and "INPUT_INVALID" in wrong.content[0].text
    assert failed.is_error and "nothing.txt" in failed.content[0].text
    assert failed.structured_content["thread_id"] in failed.content[0].text


def test_a_question_without_anybody_to_ask(client, scripts):
    scripts.publish("asking", ASKING)

    async def run():
        async with client() as session:
            return await session.call_tool("asking", {})
    result = asyncio.run(run())
    assert result.is_error and "Which colour?" in result.content[0].text
    thread = result.structured_content["thread_id"]
    assert result.structured_content["pause_reason"] == "ask"
    scripts.resume(thread, "red")
    scripts.until(thread, "COMPLETED")


def test_a_question_is_asked_through_the_client(client, scripts):
    scripts.publish("asking", ASKING)
    asked = []

    async def answer(context, parameters):
        asked.append(parameters)
        return types.ElicitResult(action="accept", content={"answer": "blue"})

    async def run():
        async with client(elicitation_callback=answer) as session:
            return await session.call_tool("asking", {})
    result = asyncio.run(run())
    assert asked[0].message == "Which colour?"
    assert result.structured_content == {"colour": "blue"}


def test_a_cancelled_call_cancels_its_thread(client, scripts):
    scripts.publish("waiting", WAITING)

    async def run():
        async with client() as session:
            call = asyncio.create_task(session.call_tool("waiting", {}))
            while not scripts.ask("GET", "/threads").get("threads"):
                await asyncio.sleep(0.05)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
            return await session.call_tool("greeting", {"name": "Ada"})
    assert not asyncio.run(run()).is_error
    thread = next(t for t in scripts.ask("GET", "/threads")["threads"] if t["scriptName"] == "waiting")
    scripts.until(thread["threadId"], "CANCELLED")


def test_on_a_file(program, database, tmp_path):
    """Without a server: the command owns the file, and carries the threads on."""
    source = tmp_path / "greeting.scriptum"
    source.write_text(GREETING)
    for arguments in (["script", "create", "greeting"], ["draft", "save", "greeting", "--file", source],
                      ["draft", "compile", "greeting"], ["draft", "publish", "greeting"]):
        done = program.run(*arguments, "--database", database)
        assert done.returncode == 0, done.stderr
    parameters = StdioServerParameters(
        command=str(program.binary), args=["mcp", "--database", str(database)], env=program.environment)

    async def run():
        async with Client(parameters, read_timeout_seconds=30) as session:
            return await session.call_tool("greeting", {"name": "Ada"})
    assert asyncio.run(run()).structured_content == {"greeting": "Hello, Ada"}

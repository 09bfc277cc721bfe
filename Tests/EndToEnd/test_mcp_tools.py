"""Tools of MCP servers in scripts: servers made with the official package, and one that means no good."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from process import eventually
from scripts import Scripts

HERE = Path(__file__).parent
FORECAST = """\
input
  city : text

output
  city    : text
  degrees : number
  hint    : text?

import tools
  weather_forecast from mcp

do "Look" with weather_forecast
  city = city
  days = 2
  -> found

emit
  city    = found.city
  degrees = found.degrees
  hint    = found.hint
"""


def calling(tool: str, *arguments: str) -> str:
    lines = "".join(f"  {argument}\n" for argument in arguments)
    return (f"output\n  said : any\n\nimport tools\n  {tool} from mcp\n\n"
            f'do "Call" with {tool}\n{lines}  -> said\n\nemit\n  said = said\n')


@pytest.fixture
def scripts(serve, tmp_path):
    """Scripts on a server that has these MCP servers."""
    def start(servers: dict, **environment: str) -> Scripts:
        configuration = tmp_path / "config.json"
        configuration.write_text(json.dumps({"mcp": {"servers": servers}}))
        start.server = serve("--config", configuration, environment=environment)
        return Scripts.of(start.server)
    return start


def python(file: str, **more) -> dict:
    return {"command": sys.executable, "args": [str(HERE / file)], "start_timeout_seconds": 60, **more}


@pytest.fixture
def web():
    """The weather over HTTP: its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, HERE / "mcp_weather.py", str(port)], stderr=subprocess.DEVNULL)

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0
    try:
        eventually(listens, "the weather listens", 60)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.kill()
        process.wait()


def test_over_stdio(scripts):
    scripts = scripts({"weather": python("mcp_weather.py", env_from=["HINT"])}, HINT="rain")
    scripts.publish("look", FORECAST)
    thread = scripts.begin("look", {"city": "Bern"})
    scripts.until(thread, "COMPLETED")
    assert scripts.output(thread) == {"city": "Bern", "degrees": 22.5, "hint": "rain"}


def test_over_http(scripts, web):
    scripts = scripts({"weather": {"url": web, "token_env": "TOKEN"}}, TOKEN="t-1")
    scripts.publish("look", FORECAST)
    for city in ("Bern", "Oslo"):
        thread = scripts.begin("look", {"city": city})
        scripts.until(thread, "COMPLETED")
        assert scripts.output(thread) == {"city": city, "degrees": 22.5, "hint": None}


def test_scripts_are_checked_against_the_schemas(scripts):
    scripts = scripts({"weather": python("mcp_weather.py")})
    scripts.ask("POST", "/scripts", {"name": "wrong"})
    scripts.ask("POST", "/scripts/wrong/draft", {"dslContent": FORECAST.replace("days = 2", 'days = "two"')})
    compiled = scripts.ask("POST", "/scripts/wrong/draft/compile", {})
    assert not compiled.get("success")
    assert "weather_forecast" in json.dumps(compiled)


def test_the_tools_are_listed(scripts):
    scripts = scripts({"weather": python("mcp_weather.py")})
    reply = scripts.client.send(
        "POST", "/v1/operations/tools.list", {"Content-Type": "application/json"}, b'{"source": "mcp"}')
    tools = {tool["name"]: tool for tool in reply.json()["tools"]}
    assert set(tools) == {"weather_forecast", "weather_fail", "weather_plain", "weather_die"}
    assert tools["weather_forecast"]["repeated"] == "idempotent"
    assert tools["weather_forecast"]["description"] == "Tells the weather of a city."
    assert tools["weather_fail"]["repeated"] == "once"


def test_a_tool_that_fails_pauses_the_thread(scripts):
    scripts = scripts({"weather": python("mcp_weather.py")})
    scripts.publish("call", calling("weather_fail", 'why = "No wind."'))
    thread = scripts.until(scripts.begin("call"), "PAUSED")
    assert "No wind." in thread["error"]


def test_a_program_that_dies_is_started_again(scripts):
    scripts = scripts({"weather": python("mcp_weather.py")})
    scripts.publish("die", calling("weather_die"))
    scripts.publish("plain", calling("weather_plain", 'text = "again"'))
    assert "ended with the status 7" in scripts.until(scripts.begin("die"), "PAUSED")["error"]
    thread = scripts.begin("plain")
    scripts.until(thread, "COMPLETED")
    assert scripts.output(thread) == {"said": "AGAIN"}


@pytest.mark.parametrize("tool, words", [
    ("huge", "too long"), ("garbage", "did not answer within"), ("silent", "did not answer within"),
    ("wrong_id", "did not answer within"), ("dies", "fell over")])
def test_a_hostile_server_harms_only_its_own_call(scripts, tool, words):
    start = scripts
    scripts = scripts({"hostile": python("mcp_hostile.py", timeout_seconds=20 if tool in ("huge", "dies") else 2)})
    scripts.publish("call", calling(f"hostile_{tool}"))
    assert words in scripts.until(scripts.begin("call"), "PAUSED")["error"]
    assert start.server.client.send("GET", "/health").status == 200


def test_a_server_that_is_not_there_stops_nothing(scripts, tmp_path):
    start, file = scripts, tmp_path / "later.py"
    file.write_text((HERE / "mcp_weather.py").read_text())
    servers = {"weather": {"command": sys.executable, "args": [str(file)], "start_timeout_seconds": 60}}
    scripts = start(servers)
    scripts.publish("call", calling("weather_plain", 'text = "here"'))
    start.server.stop()
    file.rename(tmp_path / "away.py")
    start(servers)
    client = scripts.at(start.server)
    thread = client.begin("call")
    assert "ended with the status 2" in client.until(thread, "PAUSED")["error"]
    # It comes back, and the thread goes on.
    (tmp_path / "away.py").rename(file)
    time.sleep(1.1)
    client.ask("POST", f"/threads/{thread}/resume", {"action": "RESUME_ACTION_RETRY"})
    client.until(thread, "COMPLETED")
    assert client.output(thread) == {"said": "HERE"}


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_programs_end_with_the_server(scripts, tmp_path, end):
    start, file = scripts, tmp_path / "weather.py"
    file.write_text((HERE / "mcp_weather.py").read_text())
    scripts = start({"weather": {"command": sys.executable, "args": [str(file)], "start_timeout_seconds": 60}})
    scripts.publish("call", calling("weather_plain", 'text = "here"'))

    def runs() -> bool:
        return any(str(file).encode() in line for line in command_lines())
    assert runs()
    getattr(start.server, end)()
    eventually(lambda: not runs(), "the program is gone")


def command_lines():
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield (process / "cmdline").read_bytes()
        except OSError:
            continue


def test_a_secret_that_is_missing_is_told_at_the_start(program, database, tmp_path):
    configuration = tmp_path / "config.json"
    configuration.write_text(json.dumps(
        {"mcp": {"servers": {"weather": {"url": "http://127.0.0.1:1/mcp", "token_env": "NO_TOKEN"}}}}))
    done = program.run("serve", "--database", database, "--config", configuration)
    assert done.returncode == 2
    assert b"NO_TOKEN" in done.stderr

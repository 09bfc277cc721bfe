"""A server of MCP that begins well, and then does what the name of the tool says."""

import json
import sys


def say(message: dict):
    print(json.dumps({"jsonrpc": "2.0"} | message), flush=True)


TOOLS = ["huge", "garbage", "silent", "dies", "wrong_id"]
for line in sys.stdin:
    message = json.loads(line)
    match message["method"]:
        case "initialize":
            say({"id": message["id"], "result": {
                "protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                "serverInfo": {"name": "hostile", "version": "1"}}})
        case "tools/list":
            say({"id": message["id"], "result": {
                "tools": [{"name": name, "inputSchema": {"type": "object"}} for name in TOOLS]}})
        case "tools/call":
            match message["params"]["name"]:
                case "huge":
                    while True:
                        sys.stdout.write("x" * 1_048_576)
                case "garbage":
                    print("{ no JSON", flush=True)
                case "wrong_id":
                    say({"id": 4_711, "result": {"content": []}})
                case "dies":
                    sys.exit("fell over")

"""A server of MCP, made with the official package: `mcp_weather.py` over stdio, `mcp_weather.py PORT` over HTTP."""

import os
import sys

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel

server = MCPServer("weather")


class Forecast(BaseModel):
    city: str
    degrees: float
    hint: str | None = None


@server.tool(annotations=ToolAnnotations(readOnlyHint=True))
def forecast(city: str, days: int = 1) -> Forecast:
    """Tells the weather
    of a city."""
    return Forecast(city=city, degrees=20.5 + days, hint=os.environ.get("HINT"))


@server.tool()
def fail(why: str) -> str:
    """Always fails."""
    raise ToolError(why)


@server.tool(structured_output=False)
def plain(text: str) -> str:
    """Gives a text."""
    return text.upper()


@server.tool(structured_output=False)
def die() -> str:
    """Ends the program in the middle of the call."""
    os._exit(7)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
    else:
        server.run("stdio")

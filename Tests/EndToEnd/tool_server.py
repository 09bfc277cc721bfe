"""A server of registered tools that does what the path says, and keeps what it was asked."""

import http.server
import json
import socket
import struct
import threading
import time


class ToolEndpoint:
    """Good and hostile tools on one port."""

    def __init__(self):
        self.asked: list[dict] = []
        self.let_go = threading.Event()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                endpoint.asked.append({"path": self.path, "headers": headers, "raw": raw, "body": json.loads(raw)})
                self.close_connection = True
                try:
                    getattr(self, "tool_" + self.path.strip("/"))(json.loads(raw))
                except OSError:
                    pass  # whoever asked is gone

            def say(self, body, status=200, **headers):
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def tool_good(self, call):
                self.say({"output": {"degrees": 22.5, "city": call["input"]["city"]}})

            def tool_failing(self, call):
                self.say({"error": {"code": "NO_CITY", "message": "no such city", "retryable": False}})

            def tool_refusing(self, call):
                self.say({"error": {"code": "NO_CITY", "message": "no such city"}}, status=422)

            def tool_flaky(self, call):
                if sum(each["path"] == self.path for each in endpoint.asked) < 3:
                    return self.say(b"busy", status=503, Retry_After="0")
                self.tool_good(call)

            def tool_limited(self, call):
                self.say(b"", status=429, Retry_After="3000")

            def tool_broken(self, call):
                self.say(b"oops", status=500)

            def tool_redirect(self, call):
                self.say(b"", status=302, Location="/good")

            def tool_garbage(self, call):
                self.say(b"<html>")

            def tool_nothing(self, call):
                self.say({})

            def tool_misfit(self, call):
                self.say({"output": {"degrees": "warm"}})

            def tool_huge(self, call):
                self.say(b'{"output": "' + b"x" * (9 << 20) + b'"}')

            def tool_twice(self, call):
                self.tool_good(call)
                self.say({"output": {"degrees": 0, "city": "twice"}})

            def tool_reset(self, call):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

            def tool_slow(self, call):
                endpoint.let_go.wait(30)
                self.tool_good(call)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/{path}"

    def calls(self, path: str) -> list[dict]:
        return [each for each in self.asked if each["path"] == "/" + path]

    def close(self):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

"""Stands in for the world that scripts reach: pages, a shop, and a provider of models."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What an address answers: its status and its content, JSON unless it is a text.
Answer = tuple[int, Any]


class StandIn:
    """A server on a free port, whose addresses answer what the test says."""

    def __init__(self):
        # By method and path, such as `GET /page`; called with the body.
        self.answers: dict[str, Callable[[Any], Answer]] = {
            "POST /v1/chat/completions": self.chat, "POST /v1/embeddings": self.embeddings}
        # The method and path of each request, in the order in which they came.
        self.requests: list[str] = []
        # What the language model says to all that it was told; a value is written as JSON.
        self.model: Callable[[str], Any] = lambda text: "Hello."
        # The vector of a text.
        self.vector: Callable[[str], list[float]] = lambda text: [1.0]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    @property
    def models(self) -> dict[str, Any]:
        """The part of a configuration that names its models."""
        return {
            "providers": {"desk": {"base_url": f"{self.url}/v1"}},
            "models": {
                "words": {"provider": "desk", "streams": False},
                "vectors": {"provider": "desk", "capabilities": ["embed"]},
            },
        }

    def chat(self, body: Any) -> Answer:
        answer = self.model("\n".join(message["content"] for message in body["messages"]))
        content = answer if isinstance(answer, str) else json.dumps(answer)
        message = {"role": "assistant", "content": content}
        return 200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                     "usage": {"prompt_tokens": 1, "completion_tokens": 1}}

    def embeddings(self, body: Any) -> Answer:
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        vectors = [{"index": index, "embedding": self.vector(text)} for index, text in enumerate(texts)]
        return 200, {"data": vectors, "usage": {"prompt_tokens": 1}}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                data = self.rfile.read(int(self.headers.get("content-length", "0")))
                request = f"{self.command} {self.path}"
                world.requests.append(request)
                found = world.answers.get(request, lambda body: (404, "There is nothing."))
                status, content = found(json.loads(data) if data else None)
                text = content if isinstance(content, str) else json.dumps(content)
                self.send_response(status)
                self.send_header("content-type", "text/html" if isinstance(content, str) else "application/json")
                self.send_header("content-length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_):
                pass

        return Handler

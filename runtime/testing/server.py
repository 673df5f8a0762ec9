"""The server of a test: routes that the test itself makes, on the loop that the test runs on."""

from __future__ import annotations

from runtime.example_server.http1.requests import HttpError
from runtime.example_server.http1.responses import REASONS, Response
from runtime.example_server.server import ExampleServer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.example_server.http1.requests import Request
    from runtime.example_server.http1.responses import Pieces
    from runtime.loop import Loop

_KINDS: dict[str, tuple[type, ...]] = {
    "status": (int, float), "headers": (dict,), "body": (str, bytes), "delay": (int, float), "chunks": (list,),
    "hangUp": (bool,),
}  # fmt: skip


class TestServer:
    """One run's server; it listens when its url is first asked for."""

    __test__ = False

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._server: ExampleServer | None = None
        self._answers: dict[str, list[dict[str, Any]]] = {}
        self._requests: list[dict[str, Any]] = []

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What server.js calls."""
        return {
            "serverUrl": self._url,
            "serverRequests": lambda: self._requests,
            "serverAnswers": self._set,
            "serverReset": self._reset,
        }

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _url(self) -> str:
        if self._server is None:
            self._server = ExampleServer(self._loop, respond=self._respond)
            self._server.start()
        return self._server.url

    def _set(self, path: str, answers: Any) -> str:
        """Returns what is wrong with the answers, or ''."""
        given = answers.to_python()
        for answer in given:
            problem = _problem(answer)
            if problem:
                return problem
        self._answers[path] = given
        return ""

    def _reset(self) -> None:
        self._answers.clear()
        self._requests.clear()

    def _respond(self, request: Request) -> Response:
        target = request.target if request.target.startswith("/") else request.path
        self._requests.append({
            "method": request.method,
            "path": target,
            "headers": dict(request.headers),
            "body": bytes(request.body).decode("utf-8", "replace"),
        })  # fmt: skip
        answers = self._answers.get(request.path) or self._answers.get(target)
        if not answers:
            raise HttpError(404, f"The test has no answer for {request.path}.")
        return _response(answers.pop(0) if len(answers) > 1 else answers[0])


def _problem(answer: Any) -> str:
    if not isinstance(answer, dict):
        return "an answer is an object"
    for key, value in answer.items():
        if key not in _KINDS:
            return f"there is no {key}; an answer has {', '.join(_KINDS)}"
        if not isinstance(value, _KINDS[key]):
            return f"{key} cannot be {value!r}"
    if int(answer.get("status", 200)) not in REASONS:
        return f"there is no status {answer['status']}"
    return ""


def _response(answer: dict[str, Any]) -> Response:
    headers = {str(name): str(value) for name, value in answer.get("headers", {}).items()}
    lower = {name.lower(): name for name in headers}
    content_type = headers.pop(lower["content-type"]) if "content-type" in lower else "text/plain; charset=utf-8"
    body = answer.get("body", "")
    chunks, delay = answer.get("chunks"), float(answer.get("delay", 0))
    response = Response(
        int(answer.get("status", 200)),
        body.encode("utf-8", "replace") if isinstance(body, str) else body,
        content_type=content_type,
        headers=[(name, value) for name, value in headers.items() if "\r" not in value and "\n" not in value],
        pieces=None if chunks is None else _pieces([str(chunk) for chunk in chunks], delay),
    )
    response.delay = delay if chunks is None else 0.0
    response.hangs_up = bool(answer.get("hangUp"))
    return response


def _pieces(chunks: list[str], delay: float) -> Pieces:
    for chunk in chunks:
        if delay:
            yield delay
        yield chunk.encode("utf-8", "replace")

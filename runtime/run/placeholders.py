"""What stands for a server in documentation: EXAMPLE_URL and the names of --define."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.example_server.server import ExampleServer
    from runtime.loop import Loop
    from runtime.run.shared import Shared

EXAMPLE_URL = "EXAMPLE_URL"


class Placeholders:
    """Replaces a placeholder at the beginning of a url. `example_server()` starts the server and returns its url."""

    def __init__(self, definitions: Mapping[str, str], example_server: Callable[[], str]) -> None:
        self._definitions = definitions
        self._example_server = example_server
        # Where the example server is, '' before it was needed.
        self._example_url = ""

    def substitute(self, url: str) -> str:
        """`url`, with a placeholder that it is, or that a `/`, `?` or `#` follows, replaced."""
        for name, value in self._definitions.items():
            if _begins_with(url, name):
                return _join(value, url[len(name) :])
        if _begins_with(url, EXAMPLE_URL):
            self._example_url = self._example_server()
            return _join(self._example_url, url[len(EXAMPLE_URL) :])
        return url

    def lasting(self, url: str) -> str:
        """What `url` is called beyond this run: the example server has another port in the next."""
        if self._example_url and _begins_with(url, self._example_url):
            return EXAMPLE_URL + url[len(self._example_url) :]
        return url


def example_server(shared: Shared, loop: Loop, inform: Callable[[str], None]) -> str:
    """The url of the example server of `shared`, which is started and named to the person if there is none yet."""

    def make() -> ExampleServer:
        from runtime.example_server.server import ExampleServer

        server = ExampleServer(loop)
        server.start()
        return server

    server = shared.get("example_server", make)
    url = server.url
    if not server.is_announced:
        server.is_announced = True
        inform(f"EXAMPLE_URL is {url}, the example server; -D EXAMPLE_URL=... puts another in its place")
    return url


def _begins_with(url: str, name: str) -> bool:
    return url.startswith(name) and url[len(name) : len(name) + 1] in ("", "/", "?", "#")


def _join(base: str, rest: str) -> str:
    return base[:-1] + rest if base.endswith("/") and rest.startswith("/") else base + rest

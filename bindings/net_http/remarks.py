"""What the façade has to say to a person: notes, hints, and what it knows about failures."""

from __future__ import annotations

from bindings.net_http import notes
from bindings.net_http.advice import Advice, loopback_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host
    from runtime.transport.routes import Routes


class Remarks:
    """Those of one run; `told` are the topics of what was told once."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.advice = Advice(lambda: host.loop.task)
        host.know(self.advice.about)
        self.told: set[str] = set()

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What index.js calls."""
        return {
            "note": self._note,
            "hint": self._hint,
            "failing": self._failing,
            "because": lambda code, topic: self.advice.because(code, notes.reason(topic)),
            "noteMisspelt": self._note_misspelt,
        }

    def look_at_host(self, url: str, site: str, routes: Routes | None) -> None:
        """Say once what an address of this computer is on a device, where the program itself has it."""
        if "loopback" in self.told or self._host.substitute(url) is not url:
            return
        host = loopback_in(url, self._host.texts)
        if host and (routes is None or routes.target(url) == url):
            self.told.add("loopback")
            self._hint("loopback", site, host)

    def raw_query(self, site: str, option: str) -> None:
        """The text of `option` that goes into the url has a blank in it."""
        self._hint("raw-query", site, option)

    def _note(self, topic: str, site: str, *details: str) -> None:
        self._host.note(topic + "".join(details), notes.text(topic, *details), site)

    def _hint(self, topic: str, site: str, *details: str) -> None:
        self._host.hint(topic, notes.advice(topic, *details), site)

    def _failing(self, url: Any, code: int, message: str, site: str, text: str) -> None:
        if isinstance(url, str):
            self.advice.failing(url, code, message, self._host.place(site), text)

    def _note_misspelt(self, name: str, site: str) -> None:
        right = notes.right_option(name)
        if right is not None:
            self._note("misspelt", site, name, right)

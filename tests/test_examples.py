"""Every program under examples/ runs with the installed command and prints what its own comments promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bindings.snippets import without_loopback_advice
from tests.command import Command
from tests.servers.http import HttpServer, Response
from tests.servers.tls import Certificates

EXAMPLES = Path(__file__).parent.parent / "examples"

EXPECTED = {
    "async_await.js": ["n went from 1 to 2"],
    "callback.js": ["code: 200", "type: text/html; charset=utf-8", "a string: true"],
    "download_file.js": ["received: 100000 on disk: 100000"],
    "download.js": ["an ArrayBuffer: true", "resultType: 2", "signature: PNG"],
    "errors.js": [
        'refused: {"code":2300007,"message":"Couldn\'t connect to server"}',
        'slow: {"code":2300028,"message":"Timeout was reached"}',
        'not a url: {"code":401,"message":"Parameter error"}',
    ],
    "events.js": [
        "heard once",
        "headers: application/octet-stream",
        "early: true",
        "result of 5 bytes",
        "late: true",
    ],
    "interceptors.js": ["redirect: 302", "final: 200", "sent: secret"],
    "many.js": ["100 answers, the ids add up to 4950"],
    "multipart_upload.js": [
        "all of it is sent",
        'form-data; name="title"',
        'form-data; name="attachment"; filename="note.txt"',
    ],
    "options_callback.js": [
        "resultType is OBJECT: true",
        'query: {"lang":"en","q":"net http","page":"2"}',
        "X-Trace: demo",
    ],
    "post_json.js": ["code: 200", 'the server received: {"name":"HarmonyOS","year":2023}'],
    "promise.js": ["code: 418"],
    "stream_download.js": ["bytes: 1000000", "code: 200", "progress: 1000000 of 1000000"],
    "tcp_echo.js": ["you said: hello"],
    "upload.js": ["PUT of 256 bytes"],
    "websocket_chat.js": ["echo: hello", "closed: 1000 done"],
}
# They talk to themselves.
WITHOUT_EXAMPLE_URL = ("tcp_echo.js", "websocket_chat.js")

# Those that ask no server, and what they write to stderr: the ends of its lines.
ALONE = {
    "buffer.js": (
        [
            "7 195 4772c3bcc39f65 R3LDvMOfZQ==",
            "7 Grüße",
            "-1 10",
            "11 one",
            '10200001 The value of "offset" is out of range. It must be >= 0 and <= 5. Received value is: 13',
        ],
        [],
    ),
    "containers.js": (
        [
            "coldest: 19 of 3",
            "to: 2 words: 4",
            "backwards: to or not be | behind or: not",
            "served: first waiting: 1",
            '10200001 The value of "index" is out of range. It must be >= 0 && <= 2. Received value is: 7',
        ],
        [],
    ),
    "files.js": (
        ["written: 12 bytes", "listed: a.txt", "text: hello, files", "13900002 No such file or directory"],
        [],
    ),
    "json_of_any_size.js": (
        ["without: 112233445566778900", "with: 112233445566778899 bigint", "has name: true then: false", "401"],
        [],
    ),
    "log_and_toast.js": (
        ["pages: 2 id: 3"],
        ["I A00001/example: answer is <private>", "toast  Saved", 'route  pages/Detail {"id":3}'],
    ),
    "network.js": (["a number: true", '[{"address":"127.0.0.1","family":1,"port":0}]'], []),
    "preferences.js": (["changed: theme", "theme: dark", "size: 12"], []),
    "urls.js": (
        [
            "host: example.com port: 8443 path: /list",
            "page: 2 search: ?page=2&tag=new&q=tea+%26+milk",
            "form: name=Li+Lei&city=Beijing",
            "next: https://user@example.com:8443/item/7",
            "10200002 Syntax Error. Invalid Url string",
        ],
        [],
    ),
    "tasks_and_events.js": (["sorted: 1,2,3 given: 3,1,2", "event: hello"], []),
}


def test_every_example_is_listed() -> None:
    assert {path.name for path in EXAMPLES.glob("*.js")} == {*EXPECTED, *ALONE, "client_certificate.js"}


@pytest.mark.parametrize("name", ALONE)
def test_an_example_without_a_server(name: str, ohosrun: Command) -> None:
    run = ohosrun(EXAMPLES / name)
    stdout, stderr = ALONE[name]
    assert run.stdout.splitlines() == stdout
    assert run.returncode == 0
    lines = run.stderr.splitlines()
    assert len(lines) == len(stderr)
    assert all(line.endswith(end) for line, end in zip(lines, stderr, strict=True))


def test_the_example_with_a_client_certificate(ohosrun: Command, certificates: Certificates, tmp_path: Path) -> None:
    (tmp_path / "client.pem").write_bytes(certificates.client_file.read_bytes())
    with HttpServer(lambda _: Response("yours"), tls=certificates.client_certificate_required()) as server:
        there = f"https://bank.example.test=https://127.0.0.1:{server.port}"
        run = ohosrun("--cacert", certificates.ca_file, "--map", there, EXAMPLES / "client_certificate.js")
    assert run.stdout.splitlines() == ["without: refused", "with: 200 true"]
    assert (run.returncode, run.stderr) == (0, "")


def test_the_tests_of_the_example_module_pass(ohosrun: Command) -> None:
    run = ohosrun("test", "--reporter", "tree", cwd=EXAMPLES / "module")
    assert run.returncode == 0
    assert "4 passed · 4 cases in 1 file" in run.stdout


@pytest.mark.parametrize("name", EXPECTED)
def test_example_prints_what_it_promises(name: str, ohosrun: Command) -> None:
    run = ohosrun(EXAMPLES / name)
    assert run.stdout.splitlines() == EXPECTED[name]
    assert run.returncode == 0
    if name in WITHOUT_EXAMPLE_URL:
        return
    notes = without_loopback_advice(run.stderr).splitlines()
    assert len(notes) == 1, "one note, about EXAMPLE_URL, and none about a difference from a device"
    assert notes[0].startswith("note: EXAMPLE_URL is http://127.0.0.1:")


# Program -> the flags that its comment shows, what it prints, and the lines about the screen (without the note).
SCREENS = {
    "ability/entryability/EntryAbility.ets": (
        ["--tree"],
        ["started by 1", "the page is there"],
        ["ability EntryAbility.ets", "page   Index.ets", "run    onCreate, onWindowStageCreate, onForeground",
         "Text 'Hello from the ability'"],
    ),
    "page/pages/orders/orders.js": (
        ["--type", "Your name=Ann", "--tap", "Order"],
        ["Ann orders 2"],
        ["page   orders.js", "run    onInit", "state  drinks 2 items", "step   --type Your name=Ann",
         "state  name '' → 'Ann'", "step   --tap Order"],
    ),
    "struct/Counter.ets": (
        ["--tap", "+1", "--tap", "+1", "--tap", "Save"],
        ["saved 2: 200"],
        ["page   Counter.ets", "step   --tap +1", "state  count 0 → 1", "step   --tap +1", "state  count 1 → 2",
         "step   --tap Save", "state  saved 'not saved' → 'saved'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
def test_screen_does_what_it_promises(name: str, ohosrun: Command) -> None:
    flags, printed, lines = SCREENS[name]
    run = ohosrun(EXAMPLES / name, *flags)
    assert run.stdout.splitlines() == printed
    assert run.returncode == 0
    told = run.stderr.splitlines()
    assert [line for line in told if not line.startswith("note: EXAMPLE_URL")] == lines
    assert len(told) <= len(lines) + 1

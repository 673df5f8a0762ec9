"""The codes and messages of failures: behaviour tables 1.4 and decisions C13, C14."""

from __future__ import annotations

import json

import pycurl
import pytest

from bindings.net_http import errors
from tests.bindings.snippets import request_once, run_snippet
from tests.servers.raw import RawServer, Script, receive, receive_bytes, repeat, reset, send, stall
from tests.servers.sockets import RefusedPort

# Code, the message of releases 3.2 to 6.0, and what libcurl's own list of errors calls the code.
TABLE = [
    (2300001, "Unsupported protocol", "UNSUPPORTED_PROTOCOL"),
    (2300003, "URL using bad/illegal format or missing URL", "URL_MALFORMAT"),
    (2300005, "Couldn't resolve proxy name", "COULDNT_RESOLVE_PROXY"),
    (2300006, "Couldn't resolve host name", "COULDNT_RESOLVE_HOST"),
    (2300007, "Couldn't connect to server", "COULDNT_CONNECT"),
    (2300008, "Weird server reply", "WEIRD_SERVER_REPLY"),
    (2300009, "Access denied to remote resource", "REMOTE_ACCESS_DENIED"),
    (2300016, "Error in the HTTP2 framing layer", "HTTP2"),
    (2300018, "Transferred a partial file", "PARTIAL_FILE"),
    (2300023, "Failed writing received data to disk/application", "WRITE_ERROR"),
    (2300025, "Upload failed", "UPLOAD_FAILED"),
    (2300026, "Failed to open/read local data from file/application", "READ_ERROR"),
    (2300027, "Out of memory", "OUT_OF_MEMORY"),
    (2300028, "Timeout was reached", "OPERATION_TIMEDOUT"),
    (2300047, "Number of redirects hit maximum amount", "TOO_MANY_REDIRECTS"),
    (2300052, "Server returned nothing (no headers, no data)", "GOT_NOTHING"),
    (2300055, "Failed sending data to the peer", "SEND_ERROR"),
    (2300056, "Failure when receiving data from the peer", "RECV_ERROR"),
    (2300058, "Problem with the local SSL certificate", "SSL_CERTPROBLEM"),
    (2300059, "Couldn't use specified SSL cipher", "SSL_CIPHER"),
    (2300060, "SSL peer certificate or SSH remote key was not OK", "PEER_FAILED_VERIFICATION"),
    (2300061, "Unrecognized or bad HTTP Content or Transfer-Encoding", "BAD_CONTENT_ENCODING"),
    (2300063, "Maximum file size exceeded", "FILESIZE_EXCEEDED"),
    (2300070, "Disk full or allocation exceeded", "REMOTE_DISK_FULL"),
    (2300073, "Remote file already exists", "REMOTE_FILE_EXISTS"),
    (2300077, "Problem with the SSL CA cert (path? access rights?)", "SSL_CACERT_BADFILE"),
    (2300078, "Remote file not found", "REMOTE_FILE_NOT_FOUND"),
    (2300090, "Specified pinned public key did not match", "SSL_PINNEDPUBKEYNOTMATCH"),
    (2300094, "An authentication function returned an error", "AUTH_ERROR"),
]
WITHOUT_CURL_CODE = {401: "Parameter error", 201: "Permission denied", 2300999: "Unknown Other Error"}
MESSAGES = {**{code: message for code, message, _ in TABLE}, **WITHOUT_CURL_CODE}

# Of libcurl's list, but without a name in pycurl.
UNNAMED = {"WEIRD_SERVER_REPLY": 8, "HTTP2_STREAM": 92, "AUTH_ERROR": 94, "PROXY": 97}

# No resolver is asked about a name with a label of more than 63 octets (RFC 1035 2.3.4): there is none.
NO_NAME = "a" * 64
UNKNOWN_ENCODING = b"HTTP/1.1 200 OK\r\nContent-Encoding: unknown\r\nContent-Length: 2\r\n\r\nhi"
LONGER = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"
FOUR_MEGABYTES = b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + b"x" * 4_000_000
LOOP = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"

# Options, what the server does, the code: one way to each code that a plain request can meet.
MET: list[tuple[str, Script, int]] = [
    ("{ method: 'POST', extraData: 1 }", [receive()], 401),
    (f"{{ usingProxy: {{ host: '{NO_NAME}', port: 1 }} }}", [receive()], 2300005),
    ("{}", [receive(), send(b"HTTP/1.1 200 OK\r\nnot a header\r\n\r\n")], 2300008),
    ("{}", [receive(), send(LONGER)], 2300018),
    ("{ maxLimit: 1 }", [receive(), send(LONGER + b"!")], 2300023),
    ("{ readTimeout: 50 }", [receive(), stall()], 2300028),
    ("{ readTimeout: 50 }", [receive(), send(LONGER), stall()], 2300028),
    ("{}", [repeat(receive(), send(LOOP))], 2300047),
    ("{}", [receive()], 2300052),
    ("{}", [receive(), reset()], 2300056),
    ("{}", [receive(), send(UNKNOWN_ENCODING)], 2300061),
    ("{ usingProxy: { host: '127.0.0.1', port: 70000 } }", [receive()], 2300999),
]


def curl_number(name: str) -> int:
    """The number of CURLE_`name`."""
    number = UNNAMED.get(name) or getattr(pycurl, f"E_{name}")
    assert isinstance(number, int)
    return number


def test_the_table_is_that_of_releases_3_2_to_6_0() -> None:
    assert errors.MESSAGES == MESSAGES


def test_no_message_ends_with_a_period() -> None:
    assert [message for message in errors.MESSAGES.values() if message.endswith(".")] == []


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, _, name in TABLE])
def test_a_code_is_2300000_and_curl_s(code: int, name: str) -> None:
    assert errors.code_of(curl_number(name)) == code


def test_every_other_curl_code_is_2300999() -> None:
    tabled = {code - 2300000 for code, _, _ in TABLE}
    others = [number for number in range(1, 1000) if number not in tabled]
    assert {errors.code_of(number) for number in others} == {2300999}


@pytest.mark.parametrize("name", ["SSL_CONNECT_ERROR", "RANGE_ERROR", "ABORTED_BY_CALLBACK", "HTTP2_STREAM", "PROXY"])
def test_curl_errors_that_a_device_does_not_name(name: str) -> None:
    assert errors.code_of(curl_number(name)) == 2300999


@pytest.mark.parametrize(("options", "script", "code"), MET)
def test_code_and_message_of_a_failure(options: str, script: Script, code: int) -> None:
    with RawServer(script) as server:
        outcome = request_once(server.url, options)
    assert json.dumps(outcome.report["error"]) == json.dumps({"code": code, "message": MESSAGES[code]})
    assert outcome.exit_code == 0


def test_refused_is_2300007() -> None:
    with RefusedPort() as refused:
        assert request_once(refused.url).report == {"error": {"code": 2300007, "message": MESSAGES[2300007]}}


def test_a_body_that_the_memory_limit_forbids_is_2300027() -> None:
    with RawServer([receive(), send(FOUR_MEGABYTES)]) as server:
        outcome = request_once(server.url, memory_limit=3)
    assert outcome.report == {"error": {"code": 2300027, "message": MESSAGES[2300027]}}


def test_2300999_comes_with_curl_s_own_number_and_text() -> None:
    with RawServer([receive_bytes(), send(b"no TLS at all")]) as server:
        outcome = request_once(server.url.replace("http:", "https:"))
    assert outcome.report == {"error": {"code": 2300999, "message": "Unknown Other Error"}}
    (note,) = outcome.notes
    assert note.startswith(f"a device says only 2300999 here; curl error {pycurl.E_SSL_CONNECT_ERROR}: ")
    assert "TLS" in note


def test_two_errors_of_curl_at_one_place_are_two_notes() -> None:
    with RawServer([receive_bytes(), send(b"no TLS at all")]) as server:
        url = server.url.replace("http:", "https:")
        code = f"""
            for (const options of [{{}}, {{ dnsOverHttps: 'https://\\0' }}, {{}}])
              await http.createHttp().request('{url}', options).catch(() => 0);
        """
        notes = run_snippet(code).notes
    assert [note.partition("; ")[2].partition(" ")[0] for note in notes] == ["curl", "libcurl"]


def test_an_error_says_nothing_but_code_and_message() -> None:
    code = "http.createHttp().request('http://127.0.0.1:1/secret').catch((e) => report(Reflect.ownKeys(e)));"
    assert run_snippet(code).report == ["code", "message"]

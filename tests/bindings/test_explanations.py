"""--explain CODE for every code of table 1.4, and the error screen that leads to it."""

from __future__ import annotations

import pytest

from bindings.net_http.errors import MESSAGES, OTHER_MESSAGES
from bindings.net_http.explanations import EXPLANATIONS
from bindings.net_socket.errors import NAMES
from bindings.registry import REGISTRY
from tests.bindings.snippets import run_program, run_snippet
from tests.command import Command
from tests.servers.sockets import RefusedPort

explain = REGISTRY.explanation

# Table 1.4.
CURL_CODES = [
    1,
    3,
    5,
    6,
    7,
    8,
    9,
    16,
    18,
    23,
    25,
    26,
    27,
    28,
    47,
    52,
    55,
    56,
    58,
    59,
    60,
    61,
    63,
    70,
    73,
    77,
    78,
    90,
    94,
]
# No request fails with them here: the chain throws two, and three are of an app's own rules.
OTHERS = [2300801, 2300802, 2300996, 2300997, 2300998]
CODES = [401, 201, *(2300000 + code for code in CURL_CODES), *OTHERS, 2300999]


def test_every_code_that_a_request_can_fail_with_is_explained() -> None:
    assert sorted(EXPLANATIONS) == sorted({**MESSAGES, **OTHER_MESSAGES}) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_says_what_why_and_what_to_check(code: int) -> None:
    text = explain(code)
    first, blank, meaning, blank_too, causes, check = text.splitlines()
    assert first == f"{code}: {({**MESSAGES, **OTHER_MESSAGES})[code]}"
    assert blank == blank_too == ""
    assert meaning.endswith((".", ")"))
    assert causes.startswith("Usual causes: ")
    assert causes.endswith(".")
    assert check.startswith("Check: ")
    assert check.endswith(".")


@pytest.mark.parametrize("code", CURL_CODES)
def test_a_bare_curl_code_is_understood(code: int) -> None:
    assert explain(code) == explain(2300000 + code)


def test_the_command(ohosrun: Command) -> None:
    run = ohosrun("--explain", "2300060")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("2300060: SSL peer certificate or SSH remote key was not OK\n")
    assert "--cacert" in run.stdout


@pytest.mark.parametrize("code", ["2300002", "9999", "-1", "x", "", "2300060.0"])
def test_no_such_code(ohosrun: Command, code: str) -> None:
    run = ohosrun("--explain", code)
    assert run.returncode == 2
    assert run.stdout == ""
    assert "no such code" in run.stderr
    assert "2300060" in run.stderr
    assert "13900001 to 13900042 (files)" in run.stderr


OTHER_CODES = [
    *range(13900001, 13900043), *range(2302001, 2302008), 2302999, *range(2301206, 2301214), 2303501, 2303505,
    2303600, 2303601, 2303602, *(base + number for base in (2301000, 2303100) for number in NAMES),
]  # fmt: skip


@pytest.mark.parametrize("code", OTHER_CODES)
def test_codes_of_sockets_and_files_are_explained(code: int) -> None:
    text = explain(code)
    first, blank, meaning, blank_too, causes, check = text.splitlines()
    assert first.startswith(f"{code}: ")
    assert len(first) > len(f"{code}: ")
    assert blank == blank_too == ""
    assert (meaning[-1], causes[-1], check[-1]) == (".", ".", ".")
    assert (causes.partition(": ")[0], check.partition(": ")[0]) == ("Usual causes", "Check")


def test_their_messages_are_those_that_a_program_gets() -> None:
    code = """
        import fs from '@ohos.file.fs'; import { socket } from '@kit.NetworkKit';
        const report = ({ code, message }) => console.log(JSON.stringify([code, message]));
        try { fs.openSync('/not/there'); } catch (error) { report(error); }
        await socket.constructUDPSocketInstance().send({ data: 'x', address: { address: '127.0.0.1', port: 9 } })
          .catch(report);
    """
    for number, message in run_program(code).reports:
        assert explain(number).startswith(f"{number}: {message}\n")


@pytest.mark.parametrize("code", [13900000, 13900043, 2301000, 2301999, 2302000, 2302008, 2303100, 2303603])
def test_no_other_code_is(code: int) -> None:
    with pytest.raises(LookupError):
        explain(code)


@pytest.mark.parametrize("code", [code for code in CODES if code > 1000])
def test_the_error_screen_names_it(code: int) -> None:
    outcome = run_snippet(f"throw {{ code: {code}, message: '{code}' }};")
    assert outcome.exit_code == 1
    assert f"ohosrun --explain {code} says " in outcome.stderr


@pytest.mark.parametrize("code", [201, 401])
def test_a_small_code_that_a_program_throws_may_mean_anything(code: int) -> None:
    assert "hint:" not in run_snippet(f"throw {{ code: {code}, message: '{code}' }};").stderr


def test_the_error_screen_of_a_permission_that_was_denied() -> None:
    outcome = run_snippet("await http.createHttp().request('EXAMPLE_URL');", deny=("ohos.permission.INTERNET",))
    assert "hint: the run was started with --deny" in outcome.stderr
    assert "ohosrun --explain 201 says more" in outcome.stderr


def test_the_error_screen_of_a_real_one() -> None:
    with RefusedPort() as port:
        outcome = run_snippet(f"await http.createHttp().request('{port.url}');")
    assert outcome.exit_code == 1
    assert "ohosrun --explain 2300007 says more" in outcome.stderr


@pytest.mark.parametrize(
    "code",
    [
        "throw new Error('it failed', {{ cause: await {request}.catch((error) => error) }});",
        "throw new Error('outer', {{ cause: new Error('inner', {{ cause: await {request}.catch((e) => e) }}) }});",
        "await Promise.any([{request}, {request}]);",
    ],
)
def test_the_error_screen_of_one_inside_of_another(code: str) -> None:
    with RefusedPort() as port:
        outcome = run_snippet(code.format(request=f"http.createHttp().request('{port.url}')"))
    assert outcome.exit_code == 1
    assert outcome.stderr.count("ohosrun --explain 2300007 says more") == 1

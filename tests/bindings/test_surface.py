"""What the module looks like: behaviour tables 9.1 and decision C23."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bindings.snippets import run_snippet

# The tables of the document, in their order.
ENUMS: dict[str, dict[str, Any]] = {
    "InterceptorType": {
        "INITIAL_REQUEST": "INITIAL_REQUEST", "REDIRECTION": "REDIRECTION", "CACHE_CHECKED": "READ_CACHE",
        "NETWORK_CONNECT": "CONNECT_NETWORK", "FINAL_RESPONSE": "FINAL_RESPONSE",
    },
    "RequestMethod": {
        "OPTIONS": "OPTIONS", "GET": "GET", "HEAD": "HEAD", "POST": "POST", "PUT": "PUT", "DELETE": "DELETE",
        "TRACE": "TRACE", "CONNECT": "CONNECT", "PATCH": "PATCH",
    },
    "ResponseCode": {
        "OK": 200, "CREATED": 201, "ACCEPTED": 202, "NOT_AUTHORITATIVE": 203, "NO_CONTENT": 204, "RESET": 205,
        "PARTIAL": 206, "MULT_CHOICE": 300, "MOVED_PERM": 301, "MOVED_TEMP": 302, "SEE_OTHER": 303,
        "NOT_MODIFIED": 304, "USE_PROXY": 305, "BAD_REQUEST": 400, "UNAUTHORIZED": 401, "PAYMENT_REQUIRED": 402,
        "FORBIDDEN": 403, "NOT_FOUND": 404, "BAD_METHOD": 405, "NOT_ACCEPTABLE": 406, "PROXY_AUTH": 407,
        "CLIENT_TIMEOUT": 408, "CONFLICT": 409, "GONE": 410, "LENGTH_REQUIRED": 411, "PRECON_FAILED": 412,
        "ENTITY_TOO_LARGE": 413, "REQ_TOO_LONG": 414, "UNSUPPORTED_TYPE": 415, "RANGE_NOT_SATISFIABLE": 416,
        "INTERNAL_ERROR": 500,
        "NOT_IMPLEMENTED": 501, "BAD_GATEWAY": 502, "UNAVAILABLE": 503, "GATEWAY_TIMEOUT": 504, "VERSION": 505,
    },
    "CertType": {"PEM": "PEM", "DER": "DER", "P12": "P12"},
    "HttpProtocol": {"HTTP1_1": 0, "HTTP2": 1, "HTTP3": 2},
    "TlsVersion": {"TLS_V_1_0": 4, "TLS_V_1_1": 5, "TLS_V_1_2": 6, "TLS_V_1_3": 7},
    "AddressFamily": {"DEFAULT": "DEFAULT", "ONLY_V4": "ONLY_V4", "ONLY_V6": "ONLY_V6"},
    "SslType": {"TLS": 0, "TLCP": 1},
    "HttpDataType": {"STRING": 0, "OBJECT": 1, "ARRAY_BUFFER": 2},
}  # fmt: skip
FACTORIES = ("createHttp", "createHttpResponseCache")
METHODS = {
    "createHttp": ["destroy", "enableAutoCookie", "off", "on", "once", "request", "requestInStream", "requestSync"],
    "createHttpResponseCache": ["delete", "flush"],
}
# What only the first release of API 9 had.
OTHER_VERSIONS = {
    "http": "HttpRequest HttpResponseCache",
    "http.createHttp()": "request2",
}


def reported(code: str) -> Any:
    """What `code` reports; it prints nothing else."""
    outcome = run_snippet(code)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    return outcome.report


def test_only_the_enums_are_listed() -> None:
    assert reported("report(Object.keys(http));") == ["HttpInterceptorChain", *ENUMS]
    assert reported("const seen = []; for (const name in http) seen.push(name); report(seen);") == [
        "HttpInterceptorChain",
        *ENUMS,
    ]


@pytest.mark.parametrize("name", FACTORIES)
def test_factories_are_there_read_only_and_not_listed(name: str) -> None:
    code = f"""
        const {{ value, ...rest }} = Object.getOwnPropertyDescriptor(http, '{name}');
        let refused;
        try {{ http.{name} = 1; }} catch (error) {{ refused = error instanceof TypeError; }}
        report([typeof value, value.name, value.length, rest, refused, typeof http.{name}]);
    """
    flags = {"writable": False, "enumerable": False, "configurable": False}
    assert reported(code) == ["function", name, 0, flags, True, "function"]


@pytest.mark.parametrize("name", FACTORIES)
def test_factories_work_destructured_and_ignore_arguments(name: str) -> None:
    code = f"const {{ {name} }} = http; report([typeof {name}(), typeof {name}.call(null, 1, 'x'), {name}().x ?? 0]);"
    assert reported(code) == ["object", "object", 0]


def test_every_request_is_an_object_of_its_own() -> None:
    assert reported("report(http.createHttp() === http.createHttp());") is False


@pytest.mark.parametrize("factory", METHODS)
def test_methods_are_not_listed_and_have_no_length(factory: str) -> None:
    code = f"""
        const object = http.{factory}();
        const prototype = Object.getPrototypeOf(object);
        const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
        const listed = []; for (const name in object) listed.push(name);
        report([names.sort(), names.map((name) => object[name].length), listed, Object.keys(object)]);
    """
    names = METHODS[factory]
    assert reported(code) == [names, [0] * len(names), [], []]


@pytest.mark.parametrize("factory", FACTORIES)
def test_objects_stringify_as_empty(factory: str) -> None:
    assert reported(f"report([JSON.stringify(http.{factory}()), `${{http.{factory}()}}`]);")[0] == "{}"


@pytest.mark.parametrize("name", ENUMS)
def test_enum_has_the_members_of_the_document_in_their_order(name: str) -> None:
    code = f"report(Object.getOwnPropertyNames(http.{name}).map((key) => [key, http.{name}[key]]));"
    assert reported(code) == [[key, value] for key, value in ENUMS[name].items()]


@pytest.mark.parametrize("name", ENUMS)
def test_enum_members_are_read_only_and_not_listed(name: str) -> None:
    member = next(iter(ENUMS[name]))
    code = f"""
        const refuses = (change) => {{ try {{ change(); }} catch (error) {{ return error instanceof TypeError; }} }};
        const flags = Object.values(Object.getOwnPropertyDescriptors(http.{name}));
        const free = flags.filter((flag) => flag.writable || flag.enumerable || flag.configurable);
        report([free.length, refuses(() => {{ http.{name}.{member} = 'other'; }}),
                refuses(() => {{ delete http.{name}.{member}; }}), http.{name}.{member},
                Object.keys(http.{name}), JSON.stringify(http.{name})]);
    """
    assert reported(code) == [0, True, True, ENUMS[name][member], [], "{}"]


@pytest.mark.parametrize(
    "name", [name for name in ENUMS if name not in ("InterceptorType", "RequestMethod", "CertType", "AddressFamily")]
)
def test_enum_has_no_reverse_mapping(name: str) -> None:
    values = json.dumps(list(ENUMS[name].values()))
    assert reported(f"report({values}.filter((value) => http.{name}[value] !== undefined));") == []


@pytest.mark.parametrize("where", OTHER_VERSIONS)
def test_what_belongs_to_other_versions_is_undefined(where: str) -> None:
    names = json.dumps(OTHER_VERSIONS[where].split())
    assert reported(f"const object = {where}; report({names}.filter((name) => name in object));") == []


def test_the_kit_has_the_same_object() -> None:
    assert reported("import { http as fromKit } from '@kit.NetworkKit'; report(fromKit === http);") is True


def test_the_kit_has_no_default_export() -> None:
    code = "import * as kit from '@kit.NetworkKit'; report(['default' in kit, kit.http === http]);"
    assert reported(code) == [False, True]


def test_the_module_has_a_default_export_only() -> None:
    code = "import * as module from '@ohos.net.http'; report([Object.keys(module), module.default === http]);"
    assert reported(code) == [["default"], True]


@pytest.mark.parametrize("name", ["http", *FACTORIES, *ENUMS])
def test_there_are_no_named_exports(name: str) -> None:
    outcome = run_snippet(f"import {{ {name} as named }} from '@ohos.net.http'; report('never');")
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert "@ohos.net.http" in outcome.stderr
    assert name in outcome.stderr
    assert "Traceback" not in outcome.stderr

"""@ohos.net.connection: what the system says, with the shapes and codes of a device."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
import socket
from pathlib import Path

from bindings.net_connection.interfaces import sources
from tests.bindings.system.running import reports, run

_IMPORT = "import connection from '@ohos.net.connection';\n---\n"


def test_the_default_net_is_that_of_the_system(tmp_path: Path) -> None:
    code = """const net = connection.getDefaultNetSync();
report(net.netId, (await connection.getDefaultNet()).netId === net.netId, await connection.hasDefaultNet(), connection.hasDefaultNetSync());
connection.getAllNets((error, nets) => report(error === undefined, nets.length));
report(net.netId === 0 ? [] : (await connection.getConnectionProperties(net)).linkAddresses.map((link) => link.address.address));
report(net.netId === 0 ? [12, 15, 16] : (await connection.getNetCapabilities(net)).networkCap, connection.isDefaultNetMeteredSync());"""
    addresses = [address for _family, address in sources()]
    first, nets, found, capabilities = reports(tmp_path, _IMPORT + code)
    assert (first[0] >= 100) is bool(addresses)
    assert first[1:] == [True, bool(addresses), bool(addresses)]
    assert nets == [True, 1 if addresses else 0]
    assert found == addresses
    assert capabilities == [[12, 15, 16], False]


def test_names_are_looked_up(tmp_path: Path) -> None:
    code = """report(await connection.getAddressesByName('127.0.0.1'), await connection.getAddressesByName('::1'));
await new Promise((resolve) => connection.getAddressesByName('localhost', (error, addresses) => {
  report(error === undefined, addresses.length > 0);
  resolve();
}));
report(await rejected(connection.getAddressesByName('no name')));
report(await connection.getDefaultNetSync().getAddressByName('127.0.0.1'), failure(() => connection.getAddressesByName(5)));"""
    loopback = {"address": "127.0.0.1", "family": 1, "port": 0}
    outcome = reports(tmp_path, _IMPORT + code)
    assert outcome == [
        [[loopback], [{"address": "::1", "family": 2, "port": 0}]],
        [True, True],
        [2100003, "System internal error."],
        [loopback, [401, "Parameter error."]],
    ]


def test_events_and_registration(tmp_path: Path) -> None:
    code = """const net = connection.createNetConnection();
const heard = [];
for (const type of ['netAvailable', 'netCapabilitiesChange', 'netConnectionPropertiesChange', 'netUnavailable', 'netLost']) {
  net.on(type, () => heard.push(type));
}
net.unregister((error) => heard.push(error.code));
net.register((error) => heard.push(error === undefined));
net.register((error) => heard.push(error.code));
setTimeout(() => net.unregister((error) => { report(heard, error === undefined); }), 20);
report(failure(() => net.register())[0], failure(() => net.on('x', 5))[0], failure(() => connection.createNetConnection(5))[0]);"""
    wrong, (heard, ended) = reports(tmp_path, _IMPORT + code)
    assert wrong == [401, 401, 401]
    events = (
        ["netAvailable", "netCapabilitiesChange", "netConnectionPropertiesChange"] if sources() else ["netUnavailable"]
    )
    assert sorted(map(str, heard)) == sorted(map(str, [2101007, True, 2101008, *events]))
    assert ended is True


def test_permissions_and_wrong_arguments(tmp_path: Path) -> None:
    code = """report(await rejected(connection.getDefaultNet()), await rejected(connection.getAddressesByName('127.0.0.1')));
report(failure(() => connection.getConnectionProperties())[0], failure(() => connection.getNetCapabilities({}))[0],
  failure(() => connection.getDefaultNet(5))[0], failure(() => connection.setAppHttpProxy({ host: 'a' }))[0],
  failure(() => connection.setAppHttpProxy({ host: 'a', port: 99999, exclusionList: [] })));
report(failure(() => connection.setPacFileUrl('x'))[1], failure(() => connection.findProxyForUrl('x'))[1]);"""
    outcome = run(tmp_path, _IMPORT + code, deny=("ohos.permission.INTERNET", "ohos.permission.GET_NETWORK_INFO"))
    denied = [201, "Permission denied."]
    assert [json.loads(line) for line in outcome.lines] == [
        [denied, denied],
        [401, 401, 401, 401, [2100001, "Invalid parameter value."]],
        ["@ohos.net.connection: setPacFileUrl is not here", "@ohos.net.connection: findProxyForUrl is not here"],
    ]


def test_the_proxy_of_the_app_is_used_by_http(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        port = proxy.getsockname()[1]
        code = f"""import http from '@ohos.net.http';
import connection from '@ohos.net.connection';
---
connection.setAppHttpProxy({{ host: '127.0.0.1', port: {port}, exclusionList: ['left.out'] }});
const answer = http.createHttp().request('http://some.where/path');
report(await connection.getDefaultHttpProxy());
answer.then(({{ responseCode }}) => report(responseCode), (error) => report(error.code));"""
        proxy.settimeout(20)
        seen = []

        def serve() -> None:
            peer, _address = proxy.accept()
            with peer:
                peer.settimeout(20)
                seen.append(peer.recv(65536).split(b"\r\n")[0])
                peer.sendall(b"HTTP/1.1 203 From proxy\r\ncontent-length: 0\r\n\r\n")

        import threading

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = reports(tmp_path, code)
        thread.join()
    assert outcome == [{"host": "127.0.0.1", "port": port, "exclusionList": ["left.out"]}, 203]
    assert seen == [b"GET http://some.where/path HTTP/1.1"]

"""@ohos.net.socket: programs that talk to each other, and to sockets of the tests, over real sockets."""

from __future__ import annotations

import errno
import json
import os
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, run_program

PRELUDE = (
    "import { socket } from '@kit.NetworkKit'; const report = (value) => console.log(JSON.stringify(value)); "
    "const text = (buffer) => String.fromCharCode(...new Uint8Array(buffer)); "
    "const caught = (promise) => promise.then(() => 'fine', (error) => [error.code, error.message]); "
)


def run(code: str, **settings: Any) -> Outcome:
    """Run `code` with `socket` imported; it must print no error."""
    outcome = run_program(PRELUDE + code, **settings)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


def test_a_client_and_a_server_in_one_program() -> None:
    outcome = run("""
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1', port: 0, family: 1 });
        const { port } = await server.getLocalAddress();
        server.on('connect', (connection) => {
          report(['accepted', connection.clientId]);
          connection.on('message', ({ message, remoteInfo }) => {
            report(['server', text(message), remoteInfo.address, remoteInfo.family, remoteInfo.size]);
            connection.send({ data: 'pong' });
          });
          connection.on('close', () => { report('server side closed'); server.close(); });
        });
        const client = socket.constructTCPSocketInstance();
        client.on('connect', () => report('connected'));
        client.on('message', async ({ message, remoteInfo }) => {
          report(['client', text(message), remoteInfo.port === port]);
          report(await client.getState());
          client.close();
        });
        client.on('close', async () => report(['closed', await client.getState()]));
        await client.bind({ address: '127.0.0.1', port: 0 });
        await client.connect({ address: { address: '127.0.0.1', port }, timeout: 6000 });
        report((await client.getRemoteAddress()).port === port);
        await client.send({ data: 'ping' });
    """)
    reports = outcome.reports
    assert ["accepted", 1] in reports
    assert ["server", "ping", "127.0.0.1", "IPv4", 4] in reports
    assert ["client", "pong", True] in reports
    assert {"isBound": True, "isClose": False, "isConnected": True} in reports
    assert ["closed", {"isBound": False, "isClose": True, "isConnected": False}] in reports
    assert "server side closed" in reports
    assert reports.index("connected") < reports.index(["client", "pong", True])


def test_a_large_message_arrives_whole() -> None:
    outcome = run("""
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1' });
        const { port } = await server.getLocalAddress();
        let size = 0;
        server.on('connect', (connection) => {
          connection.on('message', ({ message }) => { size += message.byteLength; });
          connection.on('close', () => { report(size); server.close(); });
        });
        const client = socket.constructTCPSocketInstance();
        await client.connect({ address: { address: '127.0.0.1', port } });
        await client.send({ data: new ArrayBuffer(5000000) });
        await client.close();
    """)
    assert outcome.report == 5_000_000


def test_callbacks_and_promises_say_the_same() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        dead = server.getsockname()[1]
    outcome = run(f"""
        const address = {{ address: '127.0.0.1', port: {dead} }};
        report(await caught(socket.constructTCPSocketInstance().connect({{ address }})));
        socket.constructTCPSocketInstance().connect({{ address }}, (error, value) => {{
          report([[error.code, error.message], value === undefined]);
        }});
    """)
    # A device does not look what became of a connect() that it waited for; the note says it.
    refused = [2301115, os.strerror(errno.EINPROGRESS)]
    assert outcome.reports == [refused, [refused, True]]
    assert f"127.0.0.1:{dead}: {os.strerror(errno.ECONNREFUSED)}" in outcome.stderr


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("socket.constructTCPSocketInstance().send({ data: 'x' })", [2301009, "Bad file descriptor"]),
        ("socket.constructTCPSocketInstance().close()", [2300999, "No error information"]),
        ("socket.constructTCPSocketInstance().getRemoteAddress()", [2301009, "Bad file descriptor"]),
        ("socket.constructUDPSocketInstance().close()", [2300999, "No error information"]),
        (
            "socket.constructTCPSocketInstance().bind({ address: '192.0.2.1', port: 1 })",
            [2301099, "Cannot assign requested address"],
        ),
        (
            "socket.constructTCPSocketInstance().connect({ address: { address: 'no such host', port: 1 } })",
            [2301101, "Network is unreachable"],
        ),
        ("socket.constructTLSSocketInstance().getProtocol()", [2303600, "No bind socket"]),
        ("socket.constructLocalSocketInstance().connect({ address: { address: '/no/such' } })",
         [2301002, "No such file or directory"]),
    ],
)  # fmt: skip
def test_errors_have_the_codes_of_the_system(code: str, expected: list[object]) -> None:
    assert run(f"report(await caught({code}));").report == expected


def test_without_the_permission_nothing_is_sent() -> None:
    outcome = run(
        """
        const address = { address: '127.0.0.1', port: 1 };
        const tcp = socket.constructTCPSocketInstance();
        const udp = socket.constructUDPSocketInstance();
        const group = socket.constructMulticastSocketInstance();
        const tls = socket.constructTLSSocketInstance();
        const refused = [
          tcp.bind(address), tcp.connect({ address }), tcp.send({ data: 'x' }), tcp.close(), tcp.getState(),
          tcp.getRemoteAddress(), tcp.setExtraOptions({}), udp.bind(address), udp.send({ data: 'x', address }),
          udp.close(), udp.getState(), udp.setExtraOptions({}), group.addMembership(address), group.setMulticastTTL(1),
          group.getMulticastTTL(), group.setLoopbackMode(true), group.getLoopbackMode(), group.dropMembership(address),
          socket.constructTCPSocketServerInstance().listen(address), tls.bind(address),
          socket.constructTLSSocketServerInstance().listen({ address, secureOptions: {} }),
        ];
        report((await Promise.all(refused.map(caught))).every((error) => error[0] === 201));
        report((await caught(tcp.connect({ address }))));
        report((await caught(tls.connect({ address, secureOptions: {} })))[0]);
        report((await caught(socket.constructLocalSocketInstance().connect({ address: { address: '/no/such' } })))[0]);
        """,
        deny=("ohos.permission.INTERNET",),
    )
    assert outcome.reports == [True, [201, "Permission denied"], 2303600, 2301002]


def test_datagrams() -> None:
    outcome = run("""
        const receiver = socket.constructUDPSocketInstance();
        receiver.on('listening', () => report('listening'));
        receiver.on('close', () => report('closed'));
        await receiver.bind({ address: '127.0.0.1' });
        await receiver.setExtraOptions({ receiveBufferSize: 8192, reuseAddress: true, broadcast: true });
        const address = await receiver.getLocalAddress();
        receiver.on('message', async ({ message, remoteInfo }) => {
          report([text(message), remoteInfo.address, remoteInfo.size]);
          await receiver.close();
          await sender.close();
        });
        const sender = socket.constructUDPSocketInstance();
        report(await caught(sender.send({ data: 'x', address })));
        await sender.bind({ address: '127.0.0.1' });
        await sender.send({ data: 'datagram', address });
    """)
    unbound = [2301009, "Bad file descriptor"]
    assert outcome.reports == ["listening", unbound, ["datagram", "127.0.0.1", 8], "closed"]


def test_a_multicast_group() -> None:
    outcome = run("""
        const member = socket.constructMulticastSocketInstance();
        await member.addMembership({ address: '239.255.0.1', port: 0 }).catch(() => report('no multicast here'));
        if ((await member.getState()).isBound) {
          await member.setMulticastTTL(3);
          await member.setLoopbackMode(false);
          report([await member.getMulticastTTL(), await member.getLoopbackMode()]);
          report((await caught(member.addMembership({ address: '239.255.0.2', port: 0 })))[0]);
          report((await caught(member.setMulticastTTL(256)))[0]);
          for (const address of ['239.255.0.9', 'fe80::1']) {
            report((await caught(member.dropMembership({ address })))[0]);
          }
          await member.setMulticastTTL(-1);
          member.on('close', () => report('closed'));
          await member.dropMembership({ address: '239.255.0.1' });
          report((await caught(member.getMulticastTTL()))[0]);
        }
    """)
    expected = [[3, False], 2301022, 2301022, 2301099, 2301099, "closed", 2301009]
    assert outcome.reports in (expected, ["no multicast here"])


def test_local_sockets(tmp_path: Path) -> None:
    path = json.dumps(str(tmp_path / "local"))
    outcome = run(f"""
        const server = socket.constructLocalSocketServerInstance();
        await server.listen({{ address: {path} }});
        server.on('connect', (connection) => {{
          connection.on('message', ({{ message, size }}) => {{
            report([text(message), size]);
            connection.send({{ data: 'back' }});
          }});
        }});
        const client = socket.constructLocalSocketInstance();
        client.on('message', async ({{ message }}) => {{
          report(text(message));
          report([(await server.getState()).isConnected, (await client.getState()).isBound]);
          const {{ receiveBufferSize, ...options }} = await client.getExtraOptions();
          report([receiveBufferSize > 0, options.timeout, (await server.getExtraOptions()).sendBufferSize]);
          await client.close();
          await server.close();
        }});
        await client.connect({{ address: {{ address: {path} }} }});
        await client.setExtraOptions({{ socketTimeout: 700 }});
        await client.send({{ data: 'there' }});
    """)
    assert outcome.reports == [["there", 5], "back", [True, False], [True, 700, 8192]]
    assert not (tmp_path / "local").exists()


def test_a_peer_that_resets_and_one_that_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            connection.recv(4)
            connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = run(f"""
            const client = socket.constructTCPSocketInstance();
            client.on('close', () => report('closed'));
            client.on('error', (error) => report(error.code));
            await client.connect({{ address: {{ address: '127.0.0.1', port: {server.getsockname()[1]} }} }});
            await client.send({{ data: 'word' }});
        """)
        thread.join(10)
    assert outcome.reports == ["closed"]


def test_what_is_open_keeps_the_run_alive_and_ends_with_it() -> None:
    outcome = run_program(PRELUDE + """
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1' });
        report('listening');
    """, timeout=0.3)  # fmt: skip
    assert (outcome.exit_code, outcome.report) == (124, "listening")


def test_what_the_run_may_not_reach_is_not_asked() -> None:
    outcome = run_program(
        PRELUDE + "const address = { address: '192.0.2.1', port: 1 };"
        "report(await caught(socket.constructTCPSocketInstance().connect({ address })));"
        "report(await caught(socket.constructUDPSocketInstance().send({ data: 'x', address })));",
        net="loopback",
    )
    assert outcome.reports == [[2301113, "No route to host"]] * 2
    assert outcome.stderr == "note: 192.0.2.1 was not asked: --net loopback keeps the run from it\n"

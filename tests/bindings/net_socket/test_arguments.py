"""What a device does with wrong arguments of @ohos.net.socket: it throws or hands over 401; and order and states."""

from __future__ import annotations

from tests.bindings.net_socket.test_socket import run

# How a call ends: what it throws, or what it hands to the callback or the promise.
HOW = """
    const how = (call) => new Promise((resolve) => {
      const answered = (error) => resolve(['callback', error?.code, error?.message]);
      try {
        const promise = call(answered);
        promise?.then(() => resolve(['promise']), (error) => resolve(['promise', error.code, error.message]));
      } catch (error) {
        resolve(['thrown', error.code, error.message]);
      }
    });
    const all = async (...calls) => { for (const call of calls) report(await how(call)); };
    const tcp = socket.constructTCPSocketInstance();
    const udp = socket.constructUDPSocketInstance();
    const group = socket.constructMulticastSocketInstance();
    const tls = socket.constructTLSSocketInstance();
    const server = socket.constructTCPSocketServerInstance();
    const local = socket.constructLocalSocketInstance();
"""
PARAMETER = [401, "Parameter error"]
BY_PROMISE = ["promise", *PARAMETER]
BY_CALLBACK = ["callback", *PARAMETER]
THROWN = ["thrown", *PARAMETER]


def test_tcp_and_udp_hand_over_what_is_wrong() -> None:
    outcome = run(HOW + """
        await all(
          () => tcp.bind(), () => tcp.bind(1), () => tcp.bind({ address: '::1' }), () => tcp.bind({ address: '-1' }),
          () => tcp.connect({}), () => tcp.connect({ address: {} }), () => tcp.send('x'), () => tcp.send({ data: 1 }),
          () => tcp.send({ data: 'x' }, 1), () => tcp.close(1), () => tcp.getState(1), () => tcp.setExtraOptions(1),
          () => tcp.connect({ address: { address: '127.0.0.1', family: 2 } }), () => udp.send({ data: 'x' }),
          () => udp.send({ data: new Uint8Array(1), address: {} }), () => server.listen(),
          () => tcp.connect({ address: { address: '127.0.0.1' }, proxy: 1 }),
          () => tcp.connect({ address: { address: '127.0.0.1' }, proxy: { type: 9 } }),
          () => tcp.connect({ address: { address: '127.0.0.1' }, proxy: { type: 1, address: { address: 'p' } } }),
          () => group.addMembership(), () => group.addMembership({}),
        );
    """)  # fmt: skip
    assert outcome.reports == [BY_PROMISE] * 21


def test_a_callback_hears_what_is_wrong() -> None:
    outcome = run(HOW + """
        await all(
          (f) => tcp.bind(f), (f) => tcp.bind(1, f), (f) => tcp.bind({ address: '::1' }, f), (f) => tcp.connect({}, f),
          (f) => tcp.send({}, f), (f) => tcp.setExtraOptions(null, f), (f) => udp.send({ data: 'x' }, f),
          (f) => server.listen(f), (f) => tcp.getRemoteAddress(1, f), (f) => tls.close(1, f),
        );
    """)  # fmt: skip
    assert outcome.reports == [BY_CALLBACK] * 6 + [BY_CALLBACK, THROWN, BY_CALLBACK, BY_CALLBACK]


def test_what_is_thrown() -> None:
    outcome = run(HOW + """
        await all(
          () => server.listen(1), (f) => server.listen(1, f), () => group.addMembership(1),
          () => group.setMulticastTTL('1'), () => group.setLoopbackMode(1), () => local.bind(1), () => local.connect(1),
          () => local.send('x'), () => tcp.on('message'), () => tcp.on(1, () => {}), () => tcp.off(),
          () => tcp.off('message', 1), () => tls.on('message'),
        );
        await all(
          () => tls.bind(1), () => tls.connect(1), () => tls.send({ data: 'x' }), () => tls.send(1, () => {}),
          () => socket.constructTLSSocketServerInstance().listen(1), () => socket.constructTLSSocketInstance(1),
          () => socket.constructTLSSocketInstance({}),
        );
    """)  # fmt: skip
    own = [
        "address is not type of Socket::NetAddress", "options is not type of TLSConnectOptions", "data is not string",
        "data is not string", "options is not type of TLSConnectOptions", "param is not type of TCPSocket",
        "param is not type of TCPSocket",
    ]  # fmt: skip
    assert outcome.reports == [THROWN] * 13 + [["thrown", 401, text] for text in own]


def test_addresses_that_a_device_makes_something_of() -> None:
    outcome = run(
        HOW
        + """
        for (const address of ['', '0', undefined]) {
          const bound = socket.constructUDPSocketInstance();
          await bound.bind({ address, port: -1 >>> 31 });
          report((await bound.getLocalAddress()).address);
          await bound.close();
        }
        report(await how(() => udp.bind({ address: '203.0.113.999' })));
        report(await how(() => udp.bind({ address: 'www.example.com' })));
        report(await how(() => socket.constructTCPSocketInstance().bind({ address: 'any.example', family: 2 })));
        const here = socket.constructTCPSocketInstance();
        await here.bind({ address: 'localhost' });
        report((await here.getLocalAddress()).address);
    """
    )
    name = ["promise", 401, "Parameter error"]
    assert outcome.reports == ["0.0.0.0"] * 3 + [
        ["promise", 2301099, "Cannot assign requested address"], name, name, "127.0.0.1",
    ]  # fmt: skip


def test_a_socket_that_could_not_be_bound_stays_open() -> None:
    outcome = run("""
        for (const made of [socket.constructTCPSocketInstance(), socket.constructUDPSocketInstance()]) {
          report(await caught(made.bind({ address: '192.0.2.1', port: 1 })));
          report((await made.getState()).isBound);
          report(await made.close().then(() => 'closed', (error) => error.code));
        }
        const again = socket.constructTCPSocketInstance();
        await again.bind({ address: '192.0.2.1' }).catch(() => report('not there'));
        await again.bind({ address: '127.0.0.1' });
        report((await again.getState()).isBound);
        await again.close();
    """)
    elsewhere = [[2301099, "Cannot assign requested address"], False, "closed"]
    assert outcome.reports == [*elsewhere, *elsewhere, "not there", True]


def test_a_timeout_that_the_system_does_not_take() -> None:
    outcome = run("""
        const address = { address: '127.0.0.1' };
        const server = socket.constructTCPSocketServerInstance();
        await server.listen(address);
        for (const made of [socket.constructTCPSocketInstance(), socket.constructUDPSocketInstance()]) {
          await made.bind(address);
          report((await caught(made.setExtraOptions({ socketTimeout: -1 })))[0]);
          await made.setExtraOptions({ socketTimeout: 0, sendBufferSize: -1 });
          await made.close();
        }
        await server.setExtraOptions({ socketTimeout: -1 });
        await server.close();
    """)
    assert outcome.reports == [2301033, 2301033]


def test_a_server_listens_again_and_knows_the_clients_of_others() -> None:
    outcome = run("""
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1' });
        const first = await server.getLocalAddress();
        await server.listen(first);
        const second = await server.getLocalAddress();
        report([first.port !== second.port, (await server.getState()).isConnected]);
        let count = 0;
        const done = new Promise((resolve) => server.on('connect', () => { if (++count === 2) resolve(); }));
        const clients = [socket.constructTCPSocketInstance(), socket.constructTCPSocketInstance()];
        await clients[0].connect({ address: first });
        await clients[1].connect({ address: second });
        await done;
        const other = socket.constructTCPSocketServerInstance();
        report((await other.getState()).isConnected);
        await other.listen({ address: '127.0.0.1' });
        report((await other.getState()).isConnected);
        for (const each of [...clients, other, server]) await each.close();
    """)
    assert outcome.reports == [[True, False], False, True]


def test_an_event_comes_before_the_answer() -> None:
    outcome = run("""
        const udp = socket.constructUDPSocketInstance();
        for (const event of ['listening', 'close']) udp.on(event, () => report(event));
        udp.bind({ address: '127.0.0.1' }, () => {
          report('bound');
          udp.close(() => report('closed'));
          report('returned');
        });
        report('begun');
    """)
    assert outcome.reports == ["begun", "listening", "bound", "returned", "close", "closed"]


def test_a_socket_that_is_not_open() -> None:
    outcome = run("""
        const tcp = socket.constructTCPSocketInstance();
        report(await caught(tcp.setExtraOptions({ keepAlive: true })));
        report(String(await tcp.getSocketFd()));
        report(await tcp.getState());
        await tcp.bind({ address: '127.0.0.1' });
        report(await caught(tcp.send({ data: 'x' })));
        report(await caught(tcp.bind({ address: '127.0.0.1' })));
        await tcp.close();
        report([(await tcp.getState()).isClose, await caught(tcp.close())]);
        report(await caught(tcp.connect({ address: { address: '127.0.0.1', port: 1 } })));
        const server = socket.constructTCPSocketServerInstance();
        report([await caught(server.close()), await caught(server.setExtraOptions({}))]);
    """)
    closed = [2301009, "Bad file descriptor"]
    assert outcome.reports == [
        closed, "undefined", {"isBound": False, "isClose": False, "isConnected": False},
        [2301107, "Transport endpoint is not connected"], [2301022, "Invalid argument"], [True, closed], closed,
        [[2303109, "Bad file descriptor"]] * 2,
    ]  # fmt: skip


def test_a_port_that_is_taken_is_another_one() -> None:
    outcome = run("""
        const first = socket.constructTCPSocketServerInstance();
        await first.listen({ address: '127.0.0.1' });
        const { port } = await first.getLocalAddress();
        const second = socket.constructTCPSocketServerInstance();
        await second.listen({ address: '127.0.0.1', port });
        report((await second.getLocalAddress()).port !== port);
        await first.close();
        await second.close();
    """)
    assert outcome.report is True
    assert "is taken: the socket has port" in outcome.stderr


def test_a_client_stays_open_when_the_server_hangs_up_and_does_not_keep_the_run_alive() -> None:
    outcome = run("""
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1' });
        server.on('connect', (connection) => connection.close());
        const address = await server.getLocalAddress();
        const left = socket.constructTCPSocketInstance();
        await left.connect({ address });
        const client = socket.constructTCPSocketInstance();
        let closes = 0;
        client.on('close', async () => {
          report(['close', await client.getState()]);
          if (closes++ > 0) return;
          await client.close();
          await server.close();
        });
        await client.connect({ address });
    """)
    assert outcome.reports == [
        ["close", {"isBound": True, "isClose": False, "isConnected": True}],
        ["close", {"isBound": False, "isClose": True, "isConnected": False}],
    ]


def test_a_socket_shows_nothing_of_what_is_inside() -> None:
    outcome = run("""
        for (const name of Object.keys(socket)) {
          if (name.startsWith('construct')) report(socket[name]());
        }
        const local = socket.constructTLSSocketInstance();
        try { local.number = 7 } catch (error) { report(error instanceof TypeError) }
        report((await local.getState()).isBound);
    """)
    assert outcome.reports == [{}] * 8 + [True, False]

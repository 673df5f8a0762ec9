"""@ohos.net.socket over TLS: both sides in one program, certificates, and a TCP socket that goes on with TLS."""

from __future__ import annotations

import json

from tests.bindings.net_socket.test_socket import run
from tests.servers.tls import Certificates

NO_BIND = [2303600, "No bind socket"]
NO_SESSION = [2303501, "SSL is null"]


def server_of(certificates: Certificates, options: str = "") -> str:
    """Program text: a TLS server with a certificate of the tests, and a client that is bound."""
    ca = json.dumps(certificates.ca_file.read_text())
    chain, key = (json.dumps(text) for text in certificates.good_pem())
    return f"""
        const identity = {{ cert: {chain}, key: {key} }};
        const ca = {ca};
        const server = socket.constructTLSSocketServerInstance();
        await server.listen({{ address: {{ address: '127.0.0.1' }}, secureOptions: {{ ...identity, {options} }} }});
        const {{ port }} = await server.getLocalAddress();
        const address = {{ address: '127.0.0.1', port }};
        const bound = async () => {{
          const client = socket.constructTLSSocketInstance();
          await client.bind({{ address: '127.0.0.1' }});
          return client;
        }};
    """


def test_tls_both_ways(certificates: Certificates) -> None:
    outcome = run(server_of(certificates, "ca, isBidirectionalAuthentication: true") + """
        server.on('connect', (connection) => {
          connection.on('message', async ({ message }) => {
            report((await connection.getRemoteCertificate()).data.length > 100);
            report(await caught(connection.send('')));
            report((await connection.getSignatureAlgorithms()).includes('ECDSA+SHA256'));
            connection.send('secret ' + text(message));
          });
        });
        const client = await bound();
        const begins = ({ data, encodingFormat }) => [data[0], encodingFormat];
        client.on('connect', () => report('connect'));
        client.on('message', async ({ message }) => {
          report([text(message), await client.getProtocol(), (await client.getCipherSuite()).length > 1]);
          report([begins(await client.getRemoteCertificate()), begins(await client.getCertificate())]);
          report(begins(await server.getCertificate()));
          report((await client.getSignatureAlgorithms()).includes('RSA-PSS+SHA512'));
          report((await client.getRemoteAddress()).port === port);
          await client.close();
          report([await client.getState(), await caught(client.close())]);
          await server.close();
        });
        await client.connect({ address, secureOptions: { ...identity, ca, protocols: ['TLSv1.3'] } });
        report('connected');
        await client.send('word');
    """)  # fmt: skip
    asn1 = [0x30, 0]
    assert outcome.reports == [
        "connect", "connected", True, [401, "Parameter error"], True, ["secret word", "TLSv1.3", True],
        [asn1, asn1], asn1, True, True, [{"isBound": False, "isClose": True, "isConnected": False}, NO_BIND],
    ]  # fmt: skip


def test_what_a_tls_socket_needs_first(certificates: Certificates) -> None:
    outcome = run(server_of(certificates) + """
        const ways = (tls) => [
          () => tls.connect({ address, secureOptions: { ca } }), () => tls.send('x'), () => tls.getRemoteCertificate(),
          () => tls.getCertificate(), () => tls.getCipherSuite(), () => tls.close(), () => tls.setExtraOptions({}),
          () => tls.getRemoteAddress(),
        ];
        for (const way of ways(socket.constructTLSSocketInstance())) report(await caught(way()));
        for (const way of ways(await bound()).slice(1, 6)) report(await caught(way()));
        const client = await bound();
        report(await client.getProtocol());
        report((await caught(client.getRemoteAddress()))[0]);
        await server.close();
        client.on('error', (error) => report(['error', error.code]));
        report(await caught(client.connect({ address, secureOptions: { ca } })));
    """)  # fmt: skip
    assert outcome.reports == [
        *[NO_BIND] * 8, *[NO_SESSION] * 5, "UNKNOW_PROTOCOL", 2303207, ["error", 2303501], NO_SESSION,
    ]  # fmt: skip


def test_a_certificate_that_is_not_trusted(certificates: Certificates) -> None:
    outcome = run(server_of(certificates) + """
        const connect = async (options) => {
          const client = await bound();
          await client.connect({ address, secureOptions: {}, ...options });
          report((await caught(client.getSignatureAlgorithms()))[0]);
          await client.close();
        };
        report((await caught(connect({})))[0]);
        report((await caught(connect({ secureOptions: { ca: 'no certificate' } })))[0]);
        report(await caught(connect({ skipRemoteValidation: true })));
        await server.close();
    """)  # fmt: skip
    assert outcome.reports == [2303505, 2303505, 2303505, "fine"]


def test_a_tcp_socket_goes_on_with_tls(certificates: Certificates) -> None:
    outcome = run(server_of(certificates, "ca, isBidirectionalAuthentication: true, protocols: 'TLSv1.2'") + """
        server.on('connect', (connection) => connection.on('message', ({ message }) => connection.send(text(message))));
        const tcp = socket.constructTCPSocketInstance();
        const upgrade = () => {
          try { return socket.constructTLSSocketInstance(tcp); } catch (error) { return [error.code, error.message]; }
        };
        report(upgrade());
        await tcp.bind({ address: '127.0.0.1' });
        report(upgrade());
        await tcp.connect({ address });
        const tls = upgrade();
        report((await tcp.getState()).isClose);
        tls.on('message', async ({ message }) => {
          report([text(message), await tls.getProtocol(), (await tls.getSignatureAlgorithms()).length > 3]);
          await tls.close();
          await server.close();
        });
        await tls.connect({ address, secureOptions: { ca, ...identity } });
        await tls.send('on top');
    """)  # fmt: skip
    assert outcome.reports == [
        [2303601, "Invalid socket FD"], [2303602, "Socket is not connected"], True, ["on top", "TLSv1.2", True],
    ]  # fmt: skip


def test_a_server_listens_whatever_its_certificate_is() -> None:
    outcome = run("""
        const address = { address: '127.0.0.1' };
        for (const wrong of [{ ca: 'none' }, { cert: 'none', key: 'none' }, { cipherSuite: 'none' }]) {
          const server = socket.constructTLSSocketServerInstance();
          await server.listen({ address, secureOptions: { cert: '', key: '', ca: '', ...wrong } });
          report([(await server.getState()).isBound, await server.getProtocol()]);
          await server.close();
        }
        const server = socket.constructTLSSocketServerInstance();
        report((await caught(server.listen({ address: { address: '192.0.2.1' }, secureOptions: {} })))[0]);
        report(await server.getProtocol());
    """)
    assert outcome.reports == [[True, "UNKNOW_PROTOCOL"]] * 3 + [2303199, "UNKNOW_PROTOCOL"]
    assert outcome.stderr.count("it listens all the same, as on a device") == 3

"""Plain sockets on the loop: streams with and without TLS, listeners, datagrams, names."""

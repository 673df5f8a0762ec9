"""The tests. They talk to real parts only: sockets, TLS, files and the installed command."""

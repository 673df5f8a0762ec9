"""HTTP by libcurl, and plain sockets: what is sent, how, and what comes back. Knows no module of a device."""

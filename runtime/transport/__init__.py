"""HTTP by libcurl: what is sent, how, and what comes back. Knows no module of a device."""

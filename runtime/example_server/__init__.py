"""The loopback server that EXAMPLE_URL stands for."""

"""Real servers on loopback addresses: well-behaved ones, scripted ones and faulty ones.

Every server is a context manager. It listens on a port of its own, works in threads of its own, and on
leaving the `with` block it hangs up on everybody, ends its threads and raises what went wrong inside it.
"""

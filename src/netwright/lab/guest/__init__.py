"""A lab inside one guest kernel: User-mode Linux, started as an ordinary process.

`relay` runs on the host, listens on the lab's control socket and copies what callers' descriptors carry;
`init` and `agent` run in the guest, where the same supervisor as on the host builds the lab. Between them: a
serial line out of the guest, a ring in shared memory into it, and `frames` on both.
"""

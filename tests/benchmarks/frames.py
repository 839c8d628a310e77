"""WebSocket frames as a light client needs them: it writes small ones, and reads a server's wherever they were cut."""

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
WHOLE = 0x80
MASKED = 0x80
NO_MASK = bytes(4)
"""A mask that changes nothing: a client must name one."""

Frame = tuple[int, bytes]
"""The kind of a frame, and what it carries."""


def written(kind: int, payload: bytes) -> bytes:
    """A frame as a client sends it. Raises ValueError for 64 kB or more, which no client here has to say."""
    size = len(payload)
    if size < 126:
        return bytes((WHOLE | kind, MASKED | size)) + NO_MASK + payload
    if size < 1 << 16:
        return bytes((WHOLE | kind, MASKED | 126)) + size.to_bytes(2) + NO_MASK + payload
    raise ValueError("The frame is too long.")


def read(data: bytes) -> tuple[list[Frame], bytes]:
    """The whole frames at the beginning of what a server sent, and what is left over for later.

    Raises ValueError for a message in pieces, which none of the servers sends.
    """
    found: list[Frame] = []
    at, end = 0, len(data)
    while end - at >= 2:
        if not data[at] & WHOLE:
            raise ValueError("The server sent a message in pieces.")
        size, begin = data[at + 1], at + 2
        if size >= 126:
            begin += 2 if size == 126 else 8
            size = int.from_bytes(data[at + 2 : begin])
        if end < begin or end < begin + size:
            break
        found.append((data[at] & 15, data[begin : begin + size]))
        at = begin + size
    return found, data[at:] if at else data

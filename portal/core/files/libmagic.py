"""The one place where libmagic is loaded: the host's own, else the older one that pylibmagic brings."""

try:
    import magic
except ImportError:  # pragma: no cover  # shown by test_libmagic in a process of its own, where the host has none
    import pylibmagic  # noqa: F401, I001  # importing it is what lets magic find its library, so it comes first
    import magic


def sniff(head: bytes) -> str:
    """Return the media type that libmagic sees in the first bytes of a file."""
    return magic.from_buffer(head, mime=True)

"""What does a server answer? Guarded HTTP, polite to each host."""

import ssl


def _import_client() -> None:
    """Import aiohttp without the certificates that it loads for connections that verify none: a quarter of its time."""
    read = ssl.SSLContext.set_default_verify_paths

    def read_if_used(context: ssl.SSLContext) -> None:
        if context.verify_mode is not ssl.CERT_NONE:
            read(context)

    ssl.SSLContext.set_default_verify_paths = read_if_used  # type: ignore[method-assign, assignment]
    try:
        import aiohttp  # noqa: F401, PLC0415
    finally:
        del ssl.SSLContext.set_default_verify_paths  # uncovers the inherited one


_import_client()

"""PgBouncer in front of a test's database, lending a connection for one transaction, where it is installed."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

_PROGRAM = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")


def needs() -> pytest.MarkDecorator:
    """Skip tests where it is not installed, unless it must be."""
    required = os.environ.get("SEEDWATCH_REQUIRE_SERVICES") == "1"
    return pytest.mark.skipif(not required and _PROGRAM is None, reason="pgbouncer is not installed")


@contextmanager
def before(url: str) -> Iterator[str]:
    """Start it and give the address of the database behind it; two connections serve everybody."""
    assert _PROGRAM is not None, "pgbouncer is not installed"
    server = make_url(url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\n* = host={server.host} port={server.port} user={server.username}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
            "unix_socket_dir =\npool_mode = transaction\ndefault_pool_size = 2\n",
            encoding="utf-8",
        )
        command = [_PROGRAM, "--quiet", str(settings)]
        if os.geteuid() == 0:  # it refuses to run as root
            command[1:1] = ["--user", "nobody"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            address = server.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
            try:
                _wait(address)
                yield address
            finally:
                process.kill()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(address, connect_timeout=3).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return

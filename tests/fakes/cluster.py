"""A PostgreSQL server of our own, which may be stopped without a farewell: nobody else's tests are on it."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

TOOLS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextmanager
def cluster() -> Iterator[tuple[str, Callable[[], None]]]:
    """Start a server; give its address and what stops it without a farewell and starts it."""
    assert TOOLS is not None, "PostgreSQL is not installed"
    with TemporaryDirectory() as folder:  # a test's own is closed to the user that the server runs as
        yield from _running(Path(folder), TOOLS)


def _running(folder: Path, tools: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        subprocess.run(["/bin/chown", "postgres", str(folder)], check=True)
        user = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data, port = str(folder / "data"), _free_port()
    # Processes of ours hold up to ten connections each, and fifteen of them may be there at once.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    tool = str(tools / "pg_ctl")

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def start() -> None:
        run(tool, "--wait", "--silent", f"--pgdata={data}", f"--log={folder / 'log'}", f"--options={options}", "start")

    def stop() -> None:
        run(tool, "--silent", "--mode=immediate", f"--pgdata={data}", "stop")

    def restart() -> None:
        stop()
        start()

    run(str(tools / "initdb"), "--username=postgres", "--auth=trust", f"--pgdata={data}")
    start()
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres", restart
    finally:
        stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port

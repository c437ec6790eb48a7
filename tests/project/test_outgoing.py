"""Is every client that talks to the outside one that we know, with what stands between it and a closed network?"""

import ast
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
_MAKERS = {"ClientSession", "AsyncClient", "Client", "HTTPXRequest", "TCPConnector", "urlopen", "create_connection"}
KNOWN = {
    "feeds/fetching/fetch.py": "the guard",
    "work/delivery/endpoint.py": "the guard of operators' addresses, no redirects",
    "chat/slack/connection.py": "the address of the configuration, response addresses of Slack alone",
    "chat/telegram/identity.py": "the address of the configuration",
    "chat/telegram/api/gateway.py": "the address of the configuration",
    "chat/telegram/api/transport.py": "the same address, no redirects; a proxy only from the environment",
}


def makers(path: Path) -> set[str]:
    """Return what makes clients in a module."""
    called = (node.func for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
    names = {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}
    bases = {base.id for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.ClassDef)
             for base in node.bases if isinstance(base, ast.Name)}  # fmt: skip
    return (names | bases) & _MAKERS


def test_every_client_is_known() -> None:
    """A new one needs a line here and in SECURITY.md."""
    found = {str(path.relative_to(BOT)) for path in BOT.rglob("*.py") if makers(path)}
    assert found <= KNOWN.keys(), found - KNOWN.keys()
    assert {"feeds/fetching/fetch.py", "work/delivery/endpoint.py"} <= found


def test_what_is_guarded_opens_its_sockets_there() -> None:
    """The check stands where the socket is made."""
    for name in ("feeds/fetching/fetch.py", "work/delivery/endpoint.py"):
        assert "socket_factory=" in (BOT / name).read_text("utf-8")

"""Seedwatch: watches feeds for your topics and tells chats when something new happens."""

import os
import sys

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else pydantic looks for plugins in every package
# structlog draws tracebacks with rich if that is installed. Ours are plain and rich is slow to import, so it is hidden.
_hidden = "rich" not in sys.modules
if _hidden:
    sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402, F401

if _hidden:
    del sys.modules["rich"]

"""How do Telegram chats see us? Each module has the name that its role has on every platform."""

import os

# The library's own switch to timedeltas: without it every "retry after" raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

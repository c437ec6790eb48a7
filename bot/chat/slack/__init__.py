"""How does Seedwatch talk to Slack? ``connect`` gives a connection; ``to_markup`` and ``to_send_error`` are pure."""

from bot.chat.slack.connection import Oauth, connect
from bot.chat.slack.errors import to_send_error
from bot.chat.slack.markup import Rendered, to_markup

__all__ = ["Oauth", "Rendered", "connect", "to_markup", "to_send_error"]

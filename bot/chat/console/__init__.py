"""How does one person at a terminal use Seedwatch? Alerts as cards or plain lines, commands at a prompt, no token."""

from bot.chat.console.connection import ConsoleConnection, connect

__all__ = ["ConsoleConnection", "connect"]

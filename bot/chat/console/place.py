"""Which chat is the terminal, and who sits there? Apart from what reads and writes there, which is slow to import."""

from bot.model import Target

HERE = Target(platform="console", chat="terminal")
USER = "terminal"

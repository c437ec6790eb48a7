"""``python -m bot`` is ``seedwatch``."""

from bot.cli import main

main()

"""How does a terminal become a subscribed chat without anybody typing /start?"""

from bot.chat.console.intake import HERE, USER
from bot.chat.message import Command, Reply
from bot.work.service import Work


async def subscribe(work: Work) -> Reply | None:
    """Subscribe the connected terminal unless it was before; return the greeting, or None where there is none."""
    if HERE.platform not in work.connections or await work.store.read(lambda tx: tx.channels.at(HERE)) is not None:
        return None
    return await work.handle(Command(verb="start", target=HERE, title="this terminal", user=USER))

"""How does a command write to the database of a service that runs?"""

from bot.errors import BotError, InUseError
from bot.store.engine import Store


def opened(url: str) -> Store:
    """Open the database, also beside a running service: what the service has claimed may vanish under it.

    Raises ``BotError`` where the service is of another version, ``StoreError`` where the database cannot be opened.
    """
    try:
        return Store(url)
    except InUseError:
        store = Store(url, looking=True)
    if why := store.outdated():
        store.close()
        raise BotError(f"the service that runs is of another version: {why}; nothing was changed")
    return store

"""Which platforms are there, and what do they need from the environment? Their libraries are imported when used."""

from bot.chat.console import settings as console
from bot.chat.platform import Platform
from bot.chat.slack import settings as slack
from bot.chat.telegram import settings as telegram

PLATFORMS: tuple[Platform, ...] = (telegram.PLATFORM, slack.PLATFORM, console.PLATFORM)
DECLARED = tuple(platform.declaration for platform in PLATFORMS)


def nothing_chosen() -> str:
    """Return that no platform is set up, and what would set one up."""
    wanted = " and ".join(f"no {platform.chosen_by[0]}" for platform in PLATFORMS if platform.chosen_by)
    return f"{wanted} is set"

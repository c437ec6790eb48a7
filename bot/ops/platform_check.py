"""Do the tokens work? Each platform is asked once who we are, at the address that the service would use."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.platform import Platform
from bot.config import Settings
from bot.errors import SendError
from bot.ops.finding import Finding, Level


async def check_platforms(platforms: Sequence[Platform], settings: Settings) -> tuple[list[Finding], list[datetime]]:
    """Return a finding for each platform that is set up and can be asked, and what time the platforms' clocks show."""
    findings: list[Finding] = []
    times: list[datetime] = []
    for platform in platforms:
        if not platform.chosen(settings):
            continue
        try:
            identity = await platform.whoami(settings)
        except SendError as error:
            findings.append(Finding(about=platform.name, level=Level.ERROR, text=str(error)))
            continue
        if identity is None:
            continue
        if identity.server_time is not None:
            times.append(identity.server_time)
        text = "; ".join([identity.name, *identity.problems])
        level = Level.WARNING if identity.problems else Level.FINE
        findings.append(Finding(about=platform.name, level=level, text=text, facts={"name": identity.name}))
    return findings, times

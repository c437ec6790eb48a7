"""Do the tokens work? Each platform is asked once who we are, at the address that the service would use."""

from datetime import datetime

from bot.chat.platform import Identity
from bot.config import Settings
from bot.errors import SendError
from bot.ops.finding import Finding, Level


async def check_platforms(settings: Settings) -> tuple[list[Finding], list[datetime]]:
    """Return a finding or more for each platform with a token, and what time the platforms' clocks show."""
    findings: list[Finding] = []
    times: list[datetime] = []
    for platform in ("telegram", "slack"):
        try:
            identity = await _ask(platform, settings)
        except SendError as error:
            findings.append(Finding(about=platform, level=Level.ERROR, text=str(error)))
            continue
        if identity is None:
            continue
        if identity.server_time is not None:
            times.append(identity.server_time)
        text = "; ".join([identity.name, *identity.problems])
        level = Level.WARNING if identity.problems else Level.FINE
        findings.append(Finding(about=platform, level=level, text=text, facts={"name": identity.name}))
    if not settings.telegram_bot_token and not settings.slack_bot_token and not settings.slack_client_id:
        text = "no TELEGRAM_BOT_TOKEN and no SLACK_BOT_TOKEN is set: alerts would appear in a terminal"
        findings.append(Finding(about="platforms", level=Level.WARNING, text=text))
    return findings, times


async def _ask(platform: str, settings: Settings) -> Identity | None:
    """Ask one platform; None where there is no token for it. Their libraries are imported only then."""
    if platform == "telegram" and settings.telegram_bot_token:
        from bot.chat.telegram import identity as telegram  # noqa: PLC0415

        return await telegram.whoami(token=settings.telegram_bot_token, api_url=settings.telegram_api_url)
    if platform == "slack" and settings.slack_bot_token and not settings.slack_client_id:
        from bot.chat.slack import identity as slack  # noqa: PLC0415

        return await slack.whoami(
            bot_token=settings.slack_bot_token, app_token=settings.slack_app_token, api_url=settings.slack_api_url
        )
    return None

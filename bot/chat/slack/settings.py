"""What does Slack need from the environment? Tokens to speak and to listen with; its libraries are loaded late."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle, Identity, Platform
from bot.clock import Clock
from bot.config import Settings
from bot.config.environment import Declaration, Values, Variable, url_problems

_BOT, _APP, _SIGNING, _API = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"
_CLIENT, _CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"
_WORD = "does not look like one; it is a word of letters and digits; see Basic Information of the Slack app"


def problems(values: Values) -> Iterator[str]:
    """Find what is wrong with the variables together.

    Slack needs a token to speak, and either an app token (Socket Mode) or a signing secret (HTTP) to listen. Instead of
    the one token there may be a client id with its secret: then workspaces install the app by themselves.
    """
    yield from url_problems(_API, values, "http://127.0.0.1:8081")
    listens = [name for name in (_APP, _SIGNING) if name in values]
    oauth = [name for name in (_CLIENT, _CLIENT_SECRET) if name in values]
    speaks = [name for name in (_BOT, *oauth[:1]) if name in values]
    if len(oauth) == 1:
        other = _CLIENT_SECRET if oauth[0] == _CLIENT else _CLIENT
        yield f"{oauth[0]}: set {other} too; workspaces cannot install the app without it"
    if speaks and not listens:
        yield f"{speaks[0]}: set {_APP} too (Socket Mode), or {_SIGNING} (HTTP)"
    if listens and not speaks:
        yield f"{listens[0]}: set {_BOT} too; nothing can be sent without it"


def connect(
    settings: Settings, *, handle: Handle, clock: Clock, log: FilteringBoundLogger
) -> AbstractAsyncContextManager[Connection]:
    """Connect with what the environment says."""
    from bot.chat.slack import connection  # noqa: PLC0415 - the libraries are slow to import

    given = settings.platforms
    oauth = None
    if _CLIENT in given and _CLIENT_SECRET in given:
        oauth = connection.Oauth(
            client_id=given[_CLIENT], client_secret=given[_CLIENT_SECRET], database_url=settings.database_url
        )
    return connection.connect(
        bot_token=given.get(_BOT),
        oauth=oauth,
        operators=[user for platform, user in settings.operators if platform == "slack"],
        app_token=given.get(_APP),
        signing_secret=given.get(_SIGNING),
        api_url=given.get(_API),
        handle=handle,
        clock=clock,
        log=log,
    )


async def whoami(settings: Settings) -> Identity | None:
    """Ask Slack whose tokens these are, or whether workspaces can install the app. Raises SendError."""
    given = settings.platforms
    from bot.chat.slack import identity  # noqa: PLC0415 - the libraries are slow to import

    if _CLIENT in given:
        return await identity.whose_app(
            client_id=given[_CLIENT],
            client_secret=given.get(_CLIENT_SECRET, ""),
            app_token=given.get(_APP),
            api_url=given.get(_API),
        )
    return await identity.whoami(bot_token=given[_BOT], app_token=given.get(_APP), api_url=given.get(_API))


PLATFORM = Platform(
    declaration=Declaration(
        platform="slack",
        variables=(
            Variable(
                name=_BOT,
                pattern=r"xoxb-[\w-]+",
                fix="does not look like one; it starts with xoxb-; see OAuth & Permissions of the Slack app",
                secret=True,
            ),
            Variable(
                name=_APP,
                pattern=r"xapp-[\w-]+",
                fix="does not look like one; it starts with xapp-; see Basic Information of the Slack app",
                secret=True,
            ),
            Variable(name=_SIGNING, pattern=r"[\w-]{8,}", fix=_WORD, secret=True),
            Variable(
                name=_CLIENT,
                pattern=r"[\d.]+",
                fix="does not look like one; it is two numbers with a dot; see Basic Information of the Slack app",
            ),
            Variable(name=_CLIENT_SECRET, pattern=r"[\w-]{8,}", fix=_WORD, secret=True),
            Variable(name=_API),
        ),
        user=r"[\w.-]+",
        problems=problems,
    ),
    chosen_by=(_BOT, _CLIENT),
    connect=connect,
    whoami=whoami,
)

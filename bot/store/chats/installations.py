"""Which Slack workspaces installed the app, and how are their tokens kept? Encrypted, with the client secret.

slack_sdk's own tables and queries hold them; the encryption that makes them useless to readers of the database is ours.
"""

import asyncio
import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import Logger
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, MetaData, Table, Text

from bot.store.database.connection import plain_engine

STATE_SECONDS = 600
_SECRETS = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
    "incoming_webhook_configuration_url",
)
_PURPOSE = b"seedwatch: slack tokens in the database"


class _Tables(SQLAlchemyInstallationStore):
    """slack_sdk's tables, with room for encrypted values, which are longer."""

    @classmethod
    def build_installations_table(cls, metadata: MetaData, table_name: str) -> Table:
        return _roomy(super().build_installations_table(metadata, table_name))

    @classmethod
    def build_bots_table(cls, metadata: MetaData, table_name: str) -> Table:
        return _roomy(super().build_bots_table(metadata, table_name))


class Installations(AsyncInstallationStore):
    """The installations; each call is one transaction in a thread. Changing the client secret loses them all."""

    def __init__(self, engine: Engine, *, client_id: str, client_secret: str, logger: Logger) -> None:
        self._store = _Tables(client_id=client_id, engine=engine, logger=logger)
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(client_secret.encode())
        self._cipher = Fernet(base64.urlsafe_b64encode(key))
        self._store.metadata.create_all(engine)

    async def async_save(self, installation: Installation) -> None:
        """Save an installation, or the new tokens of a known one."""
        values = installation.to_dict_for_copying()
        if not installation.is_enterprise_install:
            values["enterprise_id"] = None  # a workspace is found by its team alone, whatever its organisation
        await asyncio.to_thread(self._store.save, Installation(**self._changed(values, self._encrypt)))

    async def async_save_bot(self, bot: Bot) -> None:
        """Save nothing: the bot is part of its installation."""

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return the newest installation in a workspace, with usable tokens; None if they cannot be decrypted."""
        del enterprise_id, user_id, is_enterprise_install
        found = await asyncio.to_thread(
            lambda: self._store.find_installation(enterprise_id=None, team_id=team_id, is_enterprise_install=False)
        )
        if found is None:
            return None
        try:
            return Installation(**self._changed(found.to_dict_for_copying(), self._decrypt))
        except InvalidToken:
            return None

    async def remove(self, team: str) -> None:
        """Forget a workspace with all its tokens."""
        await asyncio.to_thread(lambda: self._store.delete_all(enterprise_id=None, team_id=team))

    def _changed(self, values: dict[str, Any], how: Callable[[str], str]) -> dict[str, Any]:
        return values | {name: how(values[name]) for name in _SECRETS if values.get(name)}

    def _encrypt(self, text: str) -> str:
        return self._cipher.encrypt(text.encode()).decode()

    def _decrypt(self, text: str) -> str:
        return self._cipher.decrypt(text.encode()).decode()


class States(AsyncOAuthStateStore):
    """Tie the end of an installation to its beginning: each state works once, within ten minutes."""

    def __init__(self, engine: Engine, *, logger: Logger) -> None:
        self._store = SQLAlchemyOAuthStateStore(expiration_seconds=STATE_SECONDS, engine=engine, logger=logger)
        self._store.metadata.create_all(engine)

    async def async_issue(self, *_: object, **__: object) -> str:
        """Return a new state."""
        return str(await asyncio.to_thread(self._store.issue))

    async def async_consume(self, state: str) -> bool:
        """Say whether a state was issued and not used yet, and use it up."""
        return bool(await asyncio.to_thread(self._store.consume, state))


@contextmanager
def installations(
    url: str, *, client_id: str, client_secret: str, logger: Logger
) -> Iterator[tuple[Installations, States]]:
    """Open the tables in the database at ``url``, creating missing ones; ``logger`` is slack_sdk's."""
    engine = plain_engine(url)
    try:
        yield (
            Installations(engine, client_id=client_id, client_secret=client_secret, logger=logger),
            States(engine, logger=logger),
        )
    finally:
        engine.dispose()


def _roomy(table: Table) -> Table:
    for name in _SECRETS:
        if name in table.c:
            table.c[name].type = Text()
    return table

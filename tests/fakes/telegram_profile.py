"""What does the fake Telegram know of the bot itself? Its name, menus, descriptions and webhook."""

from typing import Any

from tests.fakes.telegram_chats import BOT


class Profile:
    """The bot as its owner and the apps see it."""

    def __init__(self) -> None:
        self.me: dict[str, Any] = {**BOT.json(), "can_join_groups": True, "can_read_all_group_messages": False}
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}  # (scope, language) -> commands
        self.texts: dict[tuple[str, str], str] = {}  # ("description", language) -> what apps show of the bot
        self.webhook: dict[str, Any] = {}  # what setWebhook was given; polling is refused while there is a "url"
        self.webhook_error: str | None = None  # why updates did not get through, as Telegram tells it

    def menu(self, scope: str, language: str = "") -> list[str]:
        """Return the commands of a menu."""
        return [command["command"] for command in self.menus.get((scope, language), [])]

    def carry_out(self, method: str, given: dict[str, Any]) -> Any:
        """Return a method's result, or None where it is about something else than the bot."""
        match method:
            case "getMe":
                return self.me
            case "setWebhook" | "deleteWebhook":
                self.webhook = given if method == "setWebhook" else {}
                return True
            case "getWebhookInfo":
                return self._webhook_info()
            case "setMyCommands":
                self.menus[_menu(given)] = given["commands"]
                return True
            case "getMyCommands":
                return self.menus.get(_menu(given), [])
            case "setMyDescription" | "setMyShortDescription":
                name = _text(method)
                self.texts[name, given.get("language_code", "")] = given[name]
                return True
            case "getMyDescription" | "getMyShortDescription":
                name = _text(method)
                return {name: self.texts.get((name, given.get("language_code", "")), "")}
        return None

    def _webhook_info(self) -> dict[str, Any]:
        info = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        if self.webhook_error:
            info |= {"pending_update_count": 1, "last_error_date": 1, "last_error_message": self.webhook_error}
        return info


def _text(method: str) -> str:
    return "description" if method.endswith("MyDescription") else "short_description"


def _menu(given: dict[str, Any]) -> tuple[str, str]:
    scope = given.get("scope", {"type": "default"})
    where = " ".join(str(scope[key]) for key in ("type", "chat_id") if key in scope)
    return where, given.get("language_code", "")

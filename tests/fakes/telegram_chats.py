"""What is in the chats of the fake Telegram? People, chats and messages, with Telegram's rules for sending."""

from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.telegram_html import Refused, Span, parse, utf16
from tests.fakes.telegram_spec import Upload

_NOW = 1_790_000_000  # the fake's own time; nothing depends on it
_MOST_UNITS, _MOST_CAPTION, _MOST_BYTES, _MOST_CALLBACK = 4096, 1024, 1 << 15, 64
_MOST_HINT = 64
_PNG = b"\x89PNG\r\n\x1a\n"
_GENERAL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user, or a bot."""

    id: int
    name: str
    username: str = ""
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        return {**data, "username": self.username} if self.username else data


ANA = Person(id=1001, name="Ana", username="ana")
BOT = Person(id=123456789, name="Seedwatch", username="SeedwatchBot", is_bot=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as a reader sees it. ``text`` is without markup; ``html`` is what was sent, None for plain text.

    Below a ``photo`` or a ``document`` the text is its caption. ``hint``: the app opened the keyboard for an answer.
    """

    id: int
    chat: int
    text: str
    html: str | None = None
    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()  # rows of (label, callback data or address)
    silent: bool = False
    reply_to: int | None = None
    thread: int | None = None
    preview: bool = True
    hint: str | None = None
    photo: Upload | None = None
    document: Upload | None = None
    edits: int = 0
    by_bot: bool = True

    @property
    def button_data(self) -> list[str]:
        return [data for row in self.buttons for _, data in row]

    def spanned(self, tag: str) -> list[str]:
        """Return the words that a tag formats."""
        data = self.text.encode("utf-16-le")
        return [
            data[2 * span.start : 2 * (span.start + span.length)].decode("utf-16-le")
            for span in self.spans
            if span.tag == tag
        ]


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat; ``members`` are Telegram's statuses by user ("administrator", "member", ...)."""

    id: int
    kind: str  # "private", "group", "supergroup", "channel"
    title: str
    topics: set[int] | None = None  # thread ids of a forum
    members: dict[int, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        forum = {"is_forum": True} if self.topics is not None else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **forum}


class Chats:
    """All chats that the bot has met."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._messages: dict[tuple[int, int], Shown] = {}
        self._last_id = 0

    def add(
        self,
        chat: int,
        kind: str | None = None,
        *,
        title: str = "",
        topics: set[int] | None = None,
        members: dict[int, str] | None = None,
    ) -> Chat:
        """Let the bot meet a chat; without a kind, a positive id is a private chat and a negative one a supergroup."""
        kind = kind or ("private" if chat > 0 else "supergroup")
        self._chats[chat] = Chat(
            id=chat, kind=kind, title=title or f"chat {chat}", topics=topics, members=dict(members or {})
        )
        return self._chats[chat]

    def meet(self, chat: int, user: Person) -> Chat:
        known = self._chats.get(chat) or self.add(chat, title=user.name if chat > 0 else "")
        known.members.setdefault(user.id, "member")
        return known

    def in_chat(self, chat: int) -> list[Shown]:
        return [message for (where, _), message in self._messages.items() if where == chat]

    def shown(self, chat: int, message_id: int) -> Shown:
        return self._messages[chat, message_id]

    def written(
        self, chat: int, text: str, *, user: Person, thread: int | None, reply_to: int | None, marks: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep what a person writes; return it as the Bot API's Message."""
        self.meet(chat, user)
        message = Shown(
            id=self._new_id(), chat=chat, text=text, reply_to=reply_to, thread=thread, by_bot=user.id == BOT.id
        )
        self._messages[chat, message.id] = message
        return {**self.as_json(message, user=user), **marks}

    def as_json(self, message: Shown, *, user: Person = BOT) -> dict[str, Any]:
        data: dict[str, Any] = {
            "message_id": message.id,
            "date": _NOW,
            "chat": self._chats[message.chat].json(),
            "from": user.json(),
        }
        if message.photo is not None:
            data["photo"] = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        if message.document is not None:
            data["document"] = {"file_id": "d", "file_unique_id": "d", "file_name": message.document.name}
        data["caption" if message.photo or message.document else "text"] = message.text
        if message.thread is not None:
            data |= {"message_thread_id": message.thread, "is_topic_message": True}
        answered = self._messages.get((message.chat, message.reply_to or 0))
        if answered is not None:
            data["reply_to_message"] = self.as_json(
                replace(answered, reply_to=None), user=BOT if answered.by_bot else ANA
            )
        return data

    def membership(
        self, chat: int, *, was: str, now: str, user: Person, rights: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return a ChatMemberUpdated about the bot, with its new rights; people in the chat stay as they are."""
        return {
            "chat": self.meet(chat, user).json(),
            "from": user.json(),
            "date": _NOW,
            "old_chat_member": _member(BOT.json(), was),
            "new_chat_member": {**_member(BOT.json(), now), **(rights or {})},
        }

    def member(self, chat: int, user: int) -> dict[str, Any]:
        status = self._known(chat).members.get(user, "left")
        return _member({"id": user, "is_bot": False, "first_name": f"user {user}"}, status)

    def full(self, chat: int | str) -> dict[str, Any]:
        """Carry out getChat."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        return {
            **self._known(chat).json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }

    def send(self, given: dict[str, Any]) -> dict[str, Any]:
        """Carry out sendMessage, sendPhoto or sendDocument. Raises ``Refused``."""
        chat = self._known(given["chat_id"])
        thread = given.get("message_thread_id")
        if thread is not None and (chat.topics is None or thread == _GENERAL or thread not in chat.topics):
            raise Refused("message thread not found")
        reply = given.get("reply_parameters", {})
        reply_to = reply.get("message_id")
        if reply_to is not None and (chat.id, reply_to) not in self._messages:
            if not reply.get("allow_sending_without_reply"):
                raise Refused("message to be replied not found")
            reply_to = None
        message = replace(
            _content(given),
            id=self._new_id(),
            chat=chat.id,
            silent=given.get("disable_notification", False),
            reply_to=reply_to,
            thread=thread,
            photo=given.get("photo"),
            document=given.get("document"),
        )
        self._messages[chat.id, message.id] = _with_valid_photo(message)
        return self.as_json(message)

    def edit(self, given: dict[str, Any]) -> dict[str, Any]:
        """Carry out editMessageText or editMessageCaption. Raises ``Refused``."""
        old = self._ours(given, "edit")
        kind = "text" if "text" in given else "caption"
        if (kind == "caption") is not bool(old.photo or old.document):
            raise Refused(f"there is no {kind} in the message to edit")
        new = replace(_content(given), photo=old.photo, document=old.document)
        if (new.text, new.spans, new.buttons) == (old.text, old.spans, old.buttons):
            raise Refused(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        return self._replace(old, new)

    def edit_media(self, given: dict[str, Any], uploads: dict[str, Upload]) -> dict[str, Any]:
        """Carry out editMessageMedia, which also gives a picture to what had none. Raises ``Refused``."""
        old = self._ours(given, "edit")
        media = given["media"]
        upload = uploads.get(media["media"].removeprefix("attach://"))
        if upload is None:
            raise Refused("wrong file identifier/HTTP URL specified")
        words = {key: media[key] for key in ("caption", "parse_mode") if key in media}
        content = _content({"caption": "", **words, "reply_markup": given.get("reply_markup", {})})
        photo, document = (upload, None) if media["type"] == "photo" else (None, upload)
        return self._replace(old, _with_valid_photo(replace(content, photo=photo, document=document)))

    def delete(self, given: dict[str, Any]) -> bool:
        """Carry out deleteMessage. Raises ``Refused``."""
        old = self._ours(given, "delete")
        del self._messages[old.chat, old.id]
        return True

    def _ours(self, given: dict[str, Any], verb: str) -> Shown:
        chat = self._known(given["chat_id"])
        old = self._messages.get((chat.id, given["message_id"]))
        if old is None:
            raise Refused(f"message to {verb} not found")
        if not old.by_bot:
            raise Refused(f"message can't be {verb.removesuffix('e')}ed")
        return old

    def _replace(self, old: Shown, new: Shown) -> dict[str, Any]:
        kept = replace(
            new,
            id=old.id,
            chat=old.chat,
            silent=old.silent,
            reply_to=old.reply_to,
            thread=old.thread,
            edits=old.edits + 1,
        )
        self._messages[old.chat, old.id] = kept
        return self.as_json(kept)

    def _known(self, chat: int | str) -> Chat:
        found = self._chats.get(chat) if isinstance(chat, int) else None
        if found is None:
            raise Refused("chat not found")
        return found

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id


def _content(given: dict[str, Any]) -> Shown:
    """Read text and buttons as Telegram does."""
    raw = given.get("text", given.get("caption", ""))
    if len(raw.encode()) > _MOST_BYTES:
        raise Refused("text is too long")
    html = raw if given.get("parse_mode") == "HTML" else None
    text, spans = parse(raw) if html is not None else (raw, ())
    if "text" in given and not text.strip():
        raise Refused("message text is empty")
    if utf16(text) > (_MOST_UNITS if "text" in given else _MOST_CAPTION):
        raise Refused("message is too long" if "text" in given else "message caption is too long")
    markup = given.get("reply_markup", {})
    buttons = tuple(tuple(_button(button) for button in row) for row in markup.get("inline_keyboard", []))
    hint = markup.get("input_field_placeholder", "") if markup.get("force_reply") else None
    if hint is not None and utf16(hint) > _MOST_HINT:
        raise Refused("INPUT_FIELD_PLACEHOLDER_INVALID")
    preview = not given.get("link_preview_options", {}).get("is_disabled", False)
    return Shown(id=0, chat=0, text=text, html=html, spans=spans, buttons=buttons, preview=preview, hint=hint)


def _button(button: dict[str, Any]) -> tuple[str, str]:
    if not button["text"]:
        raise Refused("button text is empty")
    if "url" in button:
        if not button["url"].startswith(("http://", "https://", "tg://")):
            raise Refused("BUTTON_URL_INVALID")
        return button["text"], button["url"]
    if not 1 <= len(button["callback_data"].encode()) <= _MOST_CALLBACK:
        raise Refused("BUTTON_DATA_INVALID")
    return button["text"], button["callback_data"]


def _with_valid_photo(message: Shown) -> Shown:
    """Telegram takes pictures of at most 10,000 pixels, both sides together, one at most 20 times the other."""
    if message.photo is None:
        return message
    header = message.photo.data[:24]
    width, height = int.from_bytes(header[16:20]), int.from_bytes(header[20:24])
    if not header.startswith(_PNG) or not width or not height:
        raise Refused("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refused("PHOTO_INVALID_DIMENSIONS")
    return message


def _member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return a ChatMember with the fields that the Bot API requires of each status."""
    rights: dict[str, Any] = {}
    if status == "creator":
        rights = {"is_anonymous": False}
    elif status == "kicked":
        rights = {"until_date": 0}
    elif status == "administrator":
        names = "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        more = " invite_users post_stories edit_stories delete_stories"
        rights = {"is_anonymous": False} | {f"can_{name}": True for name in (names + more).split()}
    return {"user": user, "status": status, **rights}

"""How does a workspace take files? An address to upload to, the bytes, and the word that it is done."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass(slots=True)
class Files:
    """The files that were uploaded; ``shared`` says into which channel, "" for none."""

    allowed: bool = True
    data: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, body: Json, url: str) -> Json:
        """Answer the two methods around an upload."""
        if not self.allowed:
            return {"ok": False, "error": "missing_scope", "needed": "files:write"}
        if method == "files.getUploadURLExternal":
            name = f"F{len(self.names) + 1}"
            self.names[name], self.lengths[name] = body["filename"], int(body["length"])
            return {"ok": True, "file_id": name, "upload_url": f"{url}/upload/{name}"}
        given = body["files"]
        files = json.loads(given) if isinstance(given, str) else given
        for each in files:
            if len(self.data.get(each["id"], b"")) != self.lengths[each["id"]]:
                return {"ok": False, "error": "file_not_found"}
            self.shared[each["id"]] = body.get("channel_id", "")
        return {"ok": True, "files": [{"id": each["id"], "title": each.get("title")} for each in files]}

    async def receive(self, request: web.Request) -> web.Response:
        """Take the bytes of a file."""
        self.data[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

"""How does a file get into Slack? In the three steps that slack_sdk takes for us."""

import asyncio

from structlog.typing import FilteringBoundLogger

from bot.chat.message import Chart, File
from bot.chat.rendering import charts
from bot.chat.slack.errors import to_send_error
from bot.chat.slack.workspaces import Workspace
from bot.errors import SendError


async def upload(workspace: Workspace, file: File, *, channel: str | None = None) -> str | None:
    """Upload a file, into a channel or for nobody to see yet, and return its id. Raises SendError."""
    try:
        answer = await workspace.client.files_upload_v2(
            filename=file.name, title=file.name, content=file.data, channel=channel
        )
    except Exception as exc:
        raise to_send_error(exc) from exc
    found = answer.get("file") or {}
    return found.get("id") if isinstance(found, dict) else None


async def upload_picture(workspace: Workspace, chart: Chart, log: FilteringBoundLogger) -> str | None:
    """Upload a chart as a picture and return its id; None where it cannot be uploaded: its words will do."""
    data = await asyncio.to_thread(charts.png, chart)
    try:
        return await upload(workspace, File(name="chart.png", data=data, media_type="image/png"))
    except SendError as error:
        log.info("slack chart not uploaded", reason=str(error))
        return None

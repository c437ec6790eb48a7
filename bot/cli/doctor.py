"""Would the service work here and now? ``seedwatch doctor`` tries everything once, and stores and sends nothing."""

import asyncio
import json
import os
from datetime import datetime
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.chat.platforms import DECLARED, PLATFORMS, nothing_chosen
from bot.cli.options import config_option, json_option
from bot.cli.progress import progress
from bot.clock import SystemClock
from bot.config import Config, Settings
from bot.config.environment import read_settings
from bot.config.sources.file import load
from bot.errors import ConfigError
from bot.model import Cursor
from bot.ops import logs
from bot.ops.checks import (
    Finding,
    Level,
    check_certificates,
    check_clock,
    check_database,
    check_pace,
    check_platforms,
    last_poll,
)
from bot.ops.feed_check import check_feeds

_COLOURS = {Level.FINE: "green", Level.WARNING: "yellow", Level.ERROR: "red"}


@click.command()
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, config_path: Path, as_json: bool) -> None:
    """Check configuration, environment, tokens, database, certificates, clock, and fetch every feed once.

    The exit code is 1 if there is an error.
    """
    findings: list[Finding] = []
    settings = _settings(config_path, findings)
    config = _config(config_path, findings)
    secrets = settings.secrets if settings else ()
    logs.set_up(log_format=settings.log_format if settings else "text", secrets=secrets)
    findings += asyncio.run(_diagnose(config, settings))
    mask = logs.Masker(secrets).text
    errors, warnings = (sum(each.level is level for each in findings) for level in (Level.ERROR, Level.WARNING))
    if as_json:
        rows = [
            {"about": each.about, "level": each.level.value, "text": mask(each.text), **each.facts} for each in findings
        ]
        report = {"errors": errors, "warnings": warnings, "findings": rows}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        width = max(len(each.about) for each in findings)
        for each in findings:
            level = click.style(f"{each.level.value:8}", fg=_COLOURS[each.level])
            click.echo(f"{level} {each.about:{width}}  {mask(each.text)}")
        click.echo(
            f"{ENGLISH.counted(errors, '{n} error', '{n} errors')},"
            f" {ENGLISH.counted(warnings, '{n} warning', '{n} warnings')}",
            err=True,
        )
    if errors:
        ctx.exit(1)


def _settings(config_path: Path, findings: list[Finding]) -> Settings | None:
    try:
        settings = read_settings(os.environ, config_path.parent / ".env", DECLARED)
    except ConfigError as error:
        findings += [Finding(about="environment", level=Level.ERROR, text=line) for line in str(error).splitlines()]
        return None
    operators = len(settings.operators)
    if operators:
        findings.append(Finding(about="environment", level=Level.FINE, text=f"operators: {operators}"))
    else:
        text = "OPERATORS is not set: nobody is told when something breaks"
        findings.append(Finding(about="environment", level=Level.WARNING, text=text))
    return settings


def _config(config_path: Path, findings: list[Finding]) -> Config | None:
    try:
        config = load(config_path)
    except ConfigError as error:
        findings.append(Finding(about="sources", level=Level.ERROR, text=str(error)))
        return None
    findings += [
        Finding(about="sources", level=Level.WARNING, text=str(warning).splitlines()[0]) for warning in config.warnings
    ]
    feeds = ENGLISH.counted(len(config.feeds), "{n} source", "{n} sources")
    seeds = sum(len(each.corpus.seeds) for each in config.topics)
    text = f"{config_path}: {feeds}, {ENGLISH.counted(seeds, '{n} seed', '{n} seeds')}"
    findings.append(Finding(about="sources", level=Level.FINE, text=text))
    return config


async def _diagnose(config: Config | None, settings: Settings | None) -> list[Finding]:
    """Check whatever can be checked with what could be read."""
    clock = SystemClock()
    findings: list[Finding] = []
    times: list[datetime] = []
    cursors: dict[str, Cursor] = {}
    if settings is not None:
        found, cursors = await check_database(settings.database_url)
        findings += found
        found, times = await check_platforms(PLATFORMS, settings)
        findings += found
        if not any(platform.chosen(settings) for platform in PLATFORMS):
            text = f"{nothing_chosen()}: alerts would appear in a terminal"
            findings.append(Finding(about="platforms", level=Level.WARNING, text=text))
    findings.append(check_certificates())
    findings.append(check_clock(clock.now(), polled=last_poll(cursors), others=times))
    if config is not None:
        feeds = [feed for feed in config.feeds if feed.enabled]
        findings += filter(None, [check_pace(feeds, cursors, clock.now())])
        with progress("feeds", len(feeds)) as step:
            findings += await check_feeds(feeds, config.fetch, clock, step)
    return findings

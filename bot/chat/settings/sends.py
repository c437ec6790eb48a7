"""What is sent to a chat: alerts, or a digest, and when does that come? (pure)"""

from dataclasses import replace

from bot.chat.language import Words, mark
from bot.chat.settings.setting import OFF, Given
from bot.chat.settings.times import DAYS, parse_digest, parse_weekly, told_plan, told_weekly
from bot.chat.settings.zones import told_zone
from bot.model import Handling, Send, Subscription

DIGEST = "daily 08:00"
"""When a digest comes where nobody chose a time."""
DIGESTS = (DIGEST, "daily 18:00", "weekly mon 08:00", "weekly fri 17:00")
"""Times that have a button."""
REPORT = "mon 09:00"
REPORTS = (REPORT, "fri 17:00", "sun 20:00")
"""Times of the weekly report that have a button."""
SENDS = {
    Send.IMPORTANT: mark("Important only"),
    Send.EVERY: mark("Every story"),
    Send.DIGEST: mark("One digest a day"),
}


def read_send(subscription: Subscription, given: Given) -> Subscription:
    """Read "important", "every" or "digest"; a digest remembers which alerts it takes the place of."""
    value = given.value.casefold()
    if value not in {each.value for each in Send}:
        raise ValueError(given.words("“{value}” cannot be sent. Use important, every or digest", value=given.value))
    send = Send(value)
    if send is not Send.DIGEST:
        return replace(subscription, send=send)
    alerts = subscription.alerts if subscription.send is Send.DIGEST else subscription.send
    return replace(subscription, send=send, alerts=alerts, digest=subscription.digest or DIGEST)


def read_digest(subscription: Subscription, given: Given) -> Subscription:
    """Read a digest's plan. Whoever ends a digest gets back the alerts that it replaced, so as not to get nothing."""
    if given.value.casefold() == OFF:
        send = subscription.alerts if subscription.send is Send.DIGEST else subscription.send
        rules = tuple(
            replace(rule, how=Handling.SILENT) if rule.how is Handling.DIGEST else rule for rule in subscription.rules
        )
        return replace(subscription, digest=None, send=send, rules=rules)
    try:
        plan = parse_digest(given.value.casefold(), given.words)
    except ValueError as error:
        raise ValueError(given.words("{problem}, e.g. {example}", problem=error, example=DIGEST)) from error
    when = "daily" if plan.day is None else f"weekly {DAYS[plan.day]}"
    return replace(subscription, digest=f"{when} {plan.at:%H:%M}")


def read_report(subscription: Subscription, given: Given) -> Subscription:
    """Read when the report of the week before comes: "mon 09:00"."""
    value = given.value.casefold()
    if value == OFF:
        return replace(subscription, report=None)
    try:
        plan = parse_weekly(value, given.words)
    except ValueError as error:
        raise ValueError(given.words("{problem}, e.g. {example}", problem=error, example=REPORT)) from error
    return replace(subscription, report=f"weekly {DAYS[plan.day or 0]} {plan.at:%H:%M}")


def typed_report(subscription: Subscription) -> str:
    """Return when the report comes as it would be typed."""
    return (subscription.report or OFF).removeprefix("weekly ")


def say_report(subscription: Subscription, words: Words) -> str:
    """Return when the weekly report comes, in a line."""
    if subscription.report is None:
        return words("Weekly report: none")
    when, zone = told_weekly(subscription.report, words), told_zone(subscription.zone or "")
    return words("Weekly report: {plan} ({zone})", plan=when, zone=zone)


def say_digest(subscription: Subscription, words: Words) -> str:
    """Return when the digest comes, in a line."""
    if subscription.digest is None:
        return words("Digest: none")
    return words(
        "Digest: {plan} ({zone})", plan=told_plan(subscription.digest, words), zone=told_zone(subscription.zone or "")
    )

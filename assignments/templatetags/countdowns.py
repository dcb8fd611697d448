"""A countdown as a page shows it. Written here because a list has fifty of them, which a template's
filters make a tenth of the whole page's cost."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assignments.countdown import Countdown

register = template.Library()


@register.simple_tag
def countdown(due: Countdown | None) -> SafeString | str:
    """Text that countdown.js keeps true; nothing where nobody waits."""
    if due is None:
        return ""
    if due.at is None:
        return format_html('<span class="badge">{}</span>', due.text)
    at = timezone.localtime(due.at)
    return format_html(
        '<time class="badge{}" datetime="{}" title="{}" data-countdown="{}" data-until="{}" data-soon="{}"'
        ' data-known="{}" data-hours="{}" data-when="{}">{}</time>',
        f" badge-{due.tone}" if due.tone else "",
        at.isoformat(timespec="seconds"),
        date_format(at, "D j M Y, H:i"),
        due.left,
        due.until,
        due.soon,
        due.known,
        " ".join(map(str, due.hours)),
        due.when,
        due.text,
    )

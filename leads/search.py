"""What staff type into the search box: a folio, an e-mail address, a phone number or a part of a name."""

from django.conf import settings

from leads.models import Submission
from leads.phones import normalise
from leads.querysets import LeadQuerySet
from leads.quoting import folio

SHORTEST_NAME = 3  # fewer characters match nearly everybody


def matching(leads: LeadQuerySet, text: str) -> LeadQuerySet:
    """The leads that this text names; none for fewer than three characters of a name."""
    text = text.strip()
    number = folio.parse(text)
    if number:
        return leads.filter(pk__in=Submission.objects.filter(folio=number).values("lead"))
    if "@" in text:
        return leads.of_person(email=text)
    phone = telephone(text)
    if phone:
        return leads.of_person(phone=phone)
    return leads.filter(name__icontains=text) if len(text) >= SHORTEST_NAME else leads.none()


def telephone(text: str) -> str | None:
    try:
        return normalise(text, settings.DEFAULT_REGION)
    except ValueError:
        return None

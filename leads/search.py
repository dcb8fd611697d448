"""What staff type into the search box: parts of a name, e-mail, phone, company or folio, in any order.

Five digits or more and nothing else are the end of a phone, as people remember it: where phones end so, the
leads found are those. Where none does, and where that is asked for, digits may be anywhere, as those beside
other words may.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.conf import settings

from leads.models import Submission
from leads.phones import normalise
from leads.querysets import LeadQuerySet
from leads.quoting import folio
from leads.scripts import THREE_IN_A_ROW

LONGEST = 200
DIGITS_OF_A_NUMBER = 5
PHONE = re.compile(r"\+?[\d\s().…\-–/]+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class Search:
    """A folio, e-mail or phone as a whole, the end of a phone, or words that must all be found; none of them:
    nothing is."""

    folio: str | None = None
    email: str | None = None
    phone: str | None = None
    words: tuple[str, ...] = ()
    ending: str | None = None  # the only word, as long as it is taken for the end of a phone
    too_short: bool = False

    def exactly(self, leads: LeadQuerySet) -> LeadQuerySet | None:
        """Those whose folio, e-mail or phone this is as a whole; None where it can only be a part of one."""
        if self.folio:
            return leads.filter(pk__in=Submission.objects.filter(folio=self.folio).values("lead"))
        if self.email or self.phone:
            own = leads.of_person(email=self.email, phone=self.phone)
            return own if not self.words or own.exists() else None
        return None if self.words else leads.none()

    @property
    def has_number(self) -> bool:
        """Whether one of the words holds so many digits that it is hardly a common one."""
        return any(sum(sign.isdigit() for sign in word) >= DIGITS_OF_A_NUMBER for word in self.words)

    def understood(self, leads: LeadQuerySet) -> "Search":
        """The same, with its digits taken for the end of a phone only where one of these leads' ends so."""
        if self.ending and not leads.ending_in(self.ending).exists():
            return self.anywhere()
        return self

    def anywhere(self) -> "Search":
        """The same, with its digits in any place."""
        return replace(self, ending=None)

    def narrow(self, leads: LeadQuerySet) -> LeadQuerySet:
        exact = self.exactly(leads)
        return self.understood(leads).by_index(leads) if exact is None else exact

    def by_index(self, leads: LeadQuerySet) -> LeadQuerySet:
        if self.ending:
            return leads.ending_in(self.ending)
        for word in self.words:
            leads = leads.mentioning(word)
        return leads

    def look_through(self, leads: LeadQuerySet) -> LeadQuerySet:
        """The same of few leads, without an index; not for the end of a phone."""
        for word in self.words:
            leads = leads.seen_to_mention(word)
        return leads


def read(text: str) -> Search:
    """Understand what was typed. A word needs three letters or digits in a row to be found by the index; the
    others only narrow what such a word finds."""
    text = text.replace("\x00", "").strip()[:LONGEST]
    if whole := folio.parse(text):
        return Search(folio=whole)
    number = phone(text) if PHONE.fullmatch(text) else ""
    words = (number,) if number else tuple(text.split())
    email = text if EMAIL.fullmatch(text) else None
    if any(THREE_IN_A_ROW.search(word) for word in words):
        whole = f"+{number.lstrip('+')}" if "+" in (text[0], number[:1]) else None
        return Search(email=email, phone=whole, words=words, ending=None if whole else the_end(number))
    return Search(email=email, too_short=email is None)


def the_end(number: str) -> str | None:
    """The digits, where they are enough to be taken for the end of a phone."""
    return number if len(number) >= DIGITS_OF_A_NUMBER else None


def phone(text: str) -> str:
    """The digits as leads keep them: of a whole number in E.164, else those that were typed."""
    try:
        return normalise(text, settings.DEFAULT_REGION)
    except ValueError:
        return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())

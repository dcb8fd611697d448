"""Who looks at which lead at this moment, and who writes there: known while their browser's stream stands.

Nothing is stored. A browser says what its tabs show when it opens its stream, and when that changes. When the
stream ends, it is known for a little while longer: pages come and go in one browser. A line may also die
without a word, so those who are at a lead with others are asked now and then whether they are still there.
"""

import asyncio
from collections.abc import Collection, Mapping
from uuid import UUID

from leads.models import Lead
from leadsite.live.telling import frame, may_see
from leadsite.live.wire import Looks, Wire

GRACE_SECONDS = 3.0  # after a stream has ended
GATHER_SECONDS = 0.05  # claims are looked up together
MOST_NAMED = 10  # people at a lead
# In rounds, one each time that the hub looks who may still listen. So nobody is asked more than once in four.
ASKED_AFTER, GONE_AFTER = 4, 2

STILL = frame(kind="still")

Owners = Mapping[UUID, str | None]
People = dict[str, tuple[str, bool]]  # by identifier: the name, and whether they write


def owners_of(leads: Collection[UUID]) -> Owners:
    """Of those that exist."""
    return {lead.pk: lead.owner_id for lead in Lead.objects.filter(pk__in=leads).only("owner")}


class Presence:
    """`claims`: what each reader says they look at; it counts where they may see the lead.

    `owners`: of the claimed leads, as they were looked up last. `known`: what readers were told last.
    `heard` and `asked`: in which round each said so last, and was asked whether it is still so.
    """

    def __init__(self) -> None:
        self.claims: dict[Wire, Looks] = {}
        self.owners: dict[UUID, str | None] = {}
        self.known: dict[UUID, People] = {}
        self.newcomers: set[Wire] = set()
        self.round = 0
        self.heard: dict[Wire, int] = {}
        self.asked: dict[Wire, int] = {}
        self.changed = asyncio.Event()

    def claim(self, wire: Wire, looks: Looks) -> None:
        self.claims[wire] = looks
        self.heard[wire] = self.round
        self.asked.pop(wire, None)
        self.newcomers.add(wire)
        self.changed.set()

    def leave(self, wire: Wire) -> None:
        self.heard.pop(wire, None)
        self.asked.pop(wire, None)
        if self.claims.pop(wire, None):
            self.newcomers.discard(wire)
            self.tell()

    async def when_changed(self) -> None:
        await self.changed.wait()
        self.changed.clear()

    def leads(self) -> set[UUID]:
        return {lead for looks in self.claims.values() for lead in looks}

    def settle(self, owners: Owners) -> None:
        """`owners` are those of all claimed leads, as of now."""
        self.owners = dict(owners)
        self.tell()

    def moved(self, leads: Collection[UUID], owners: Owners) -> None:
        """These leads changed, and `owners` are those of the ones that still exist."""
        changed = {
            lead for lead in leads if lead in self.owners and self.owners[lead] != owners.get(lead, "")
        }
        for lead in changed:
            self.owners.pop(lead)
            self.owners.update({lead: owners[lead]} if lead in owners else {})
        if changed:
            self.tell()

    def doubt(self) -> None:
        """One round: whoever did not answer is there no more. Who is alone at a lead is not asked."""
        self.round += 1
        for wire in self.in_company():
            if self.round - self.asked.get(wire, self.round) >= GONE_AFTER:
                self.leave(wire)
            elif wire not in self.asked and self.round - self.heard[wire] >= ASKED_AFTER:
                self.asked[wire] = self.round
                wire.say(STILL)

    def in_company(self) -> set[Wire]:
        """Who is named to others."""
        together = [
            wires
            for wires in self.there().values()
            if len({wire.colleague.identifier for wire in wires if wire.colleague}) > 1
        ]
        return {wire for wires in together for wire in wires}

    def tell(self) -> None:
        """All who are at a lead where something changed, and newcomers where somebody is."""
        there = self.there()
        known = {lead: people(lead, self.claims, wires) for lead, wires in there.items()}
        for lead, wires in there.items():
            anew = known[lead] != self.known.get(lead)
            for wire in wires:
                others = told(known[lead], wire)
                if (anew or (others and wire in self.newcomers)) and not wire.transport.is_closing():
                    wire.say(frame({str(lead): others}, kind="here"))
        self.known = known
        self.newcomers.clear()

    def there(self) -> dict[UUID, list[Wire]]:
        found: dict[UUID, list[Wire]] = {}
        for wire, looks in self.claims.items():
            for lead in looks:
                if wire.colleague and may_see(self.owners, lead, wire.colleague.sees):
                    found.setdefault(lead, []).append(wire)
        return found


def people(lead: UUID, claims: Mapping[Wire, Looks], wires: Collection[Wire]) -> People:
    """Each once, however many tabs and browsers they have."""
    found: People = {}
    for wire in wires:
        if wire.colleague:
            _, writes = found.get(wire.colleague.identifier, ("", False))
            found[wire.colleague.identifier] = (wire.colleague.name, writes or claims[wire][lead])
    return found


def told(people: People, wire: Wire) -> list[tuple[str, bool]]:
    """The others, by name."""
    own = wire.colleague.identifier if wire.colleague else ""
    return sorted(found for identifier, found in people.items() if identifier != own)[:MOST_NAMED]

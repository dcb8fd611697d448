"""The demo's customers: who asked for what, how long ago, and how far the shop got with them."""

from datetime import timedelta
from typing import NamedTuple

Basket = tuple[tuple[str, str], ...]


class Story(NamedTuple):
    """`ago` is how long ago the customer asked; `late` says that the first answer missed its deadline.

    `visit` is how far a visit of theirs is settled, if there is one.
    """

    name: str
    role: str
    location: str
    basket: Basket
    ago: timedelta
    status: str = "new"
    owner: str | None = "neha"
    message: str | None = None
    company: str | None = None
    late: bool = False
    source: str = "website_form"
    language: str = "en"
    campaign: str | None = None
    suspect: str | None = None
    asked_again: Basket = ()
    visit: str = ""


def days(number: float) -> timedelta:
    return timedelta(days=number)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


PRIYA = Story(
    "Priya Sharma",
    "Architect",
    "Mumbai",
    (("premium-laminate", "2000"), ("designer-wall-panel", "500")),
    days(2.1),
    "qualified",
    message="Two floors of an office in Bandra. Could we see samples this week?",
    company="Sharma Design Studio",
    visit="confirmed",
)

STORIES: tuple[Story, ...] = (
    Story(
        "Arjun Mehta",
        "Home Owner",
        "Pune",
        (("led-downlight", "24"), ("cove-strip", "66")),
        minutes(4),
        owner=None,
    ),
    Story(
        "Sunita Rao",
        "Home Owner",
        "Bengaluru",
        (("oak-engineered-wood", "640"),),
        minutes(18),
        campaign="diwali",
    ),
    Story(
        "Vikram Singh",
        "Builder",
        "Gurugram",
        (("vitrified-tile", "180"), ("teak-skirting", "900")),
        minutes(47),
        company="Singh Infra",
        message="For 12 flats, delivery by floor.",
        owner="rajesh",
    ),
    Story("Fatima Khan", "Home Owner", "Hyderabad", (("textured-wallpaper", "342"),), days(0.2), late=True),
    Story(
        "Rohan Desai",
        "Contractor",
        "Surat",
        (("matt-laminate", "960"), ("edge-band", "1200")),
        days(0.4),
        "contacted",
        owner="rajesh",
        source="referral",
        asked_again=(("acrylic-laminate", "320"),),
    ),
    Story(
        "Ananya Iyer",
        "Architect",
        "Chennai",
        (("acoustic-panel", "420"), ("track-spot", "16")),
        days(1.1),
        late=True,
    ),
    PRIYA,
    Story(
        "Imran Shaikh",
        "Home Owner",
        "Mumbai",
        (("chandelier-crystal", "1"), ("wall-sconce", "6")),
        days(3),
        "contacted",
    ),
    Story(
        "कविता वर्मा",
        "Home Owner",
        "जयपुर",
        (("bamboo-floor", "480"),),
        days(3.3),
        "nurturing",
        message="कृपया शाम को फ़ोन करें।",
        language="hi",
    ),
    Story(
        "Deepak Nair",
        "Contractor",
        "Kochi",
        (("spc-click-plank", "1450"),),
        days(4.2),
        "contacted",
        "rajesh",
        late=True,
    ),
    Story(
        "Neelam Gupta",
        "Home Owner",
        "Delhi",
        (("mural-wallpaper", "110"),),
        days(5.1),
        "lost",
        campaign="instagram",
    ),
    Story(
        "George Fernandes",
        "Architect",
        "Panaji",
        (("stone-veneer", "760"), ("pendant-brass", "4")),
        days(6.4),
        "qualified",
        "rajesh",
        company="Casa & Co.",
        message="Restaurant, opening in January.",
        visit="pending",
    ),
    Story("Meenakshi Sundaram", "Home Owner", "Madurai", (("vinyl-plank", "820"),), days(8), "nurturing"),
    Story(
        "Harpreet Kaur", "Builder", "Ludhiana", (("exterior-hpl", "2600"),), days(9.2), "converted", "rajesh"
    ),
    Story("Sanjay Patil", "Home Owner", "Nashik", (("fluted-panel", "22"),), days(11), "lost", late=True),
    Story(
        "Aisha Siddiqui",
        "Other",
        "Lucknow",
        (("magnetic-track", "42"), ("track-spot", "12")),
        days(12.3),
        "nurturing",
    ),
    Story(
        "Carlos Romero",
        "Architect",
        "Goa",
        (("lime-plaster", "140"),),
        days(14),
        "qualified",
        "rajesh",
        message="Necesitamos muestras de tres tonos.",
        language="es",
    ),
    Story(
        "Lakshmi Menon",
        "Home Owner",
        "Thrissur",
        (("walnut-engineered-wood", "910"),),
        days(16.2),
        "converted",
    ),
    Story(
        "Ravi Teja",
        "Contractor",
        "Vijayawada",
        (("premium-laminate", "620"),),
        days(18),
        "contacted",
        late=True,
    ),
    Story("Pooja Agarwal", "Home Owner", "Indore", (("carpet-tile", "14"),), days(21), "lost", "rajesh"),
    Story(
        "Tenzin Dorje",
        "Other",
        "Dharamshala",
        (("acoustic-panel", "300"),),
        days(24.4),
        "nurturing",
        source="referral",
    ),
    Story(
        "Zubin Irani",
        "Architect",
        "Mumbai",
        (("designer-wall-panel", "1200"), ("veneer-sheet", "640")),
        days(27),
        "converted",
        company="Irani Associates",
    ),
    Story("Bhavna Shah", "Home Owner", "Ahmedabad", (("wall-moulding", "240"),), days(31), "lost"),
    Story(
        "Manoj Tiwari", "Builder", "Varanasi", (("vitrified-tile", "420"),), days(34.3), "converted", "rajesh"
    ),
    Story("Cheap Backlinks", "Other", "", (("edge-band", "1"),), days(1.5), owner=None, suspect="honeypot"),
)

# Baskets that were priced and never sent.
ABANDONED: tuple[tuple[Basket, timedelta], ...] = (
    ((("chandelier-crystal", "2"),), days(0.1)),
    ((("oak-engineered-wood", "1800"), ("teak-skirting", "400")), days(1.3)),
    ((("acoustic-panel", "150"),), days(4)),
)

"""The figures that Python's calculator and the device's are both held to: vectors.json, read once."""

import json
from pathlib import Path
from typing import Any

from leads.quoting.price_list import PriceList

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PRICES = PriceList.from_json(VECTORS["price_list"])
QUANTITIES: list[dict[str, str]] = VECTORS["quantities"]
LINES: list[dict[str, Any]] = VECTORS["lines"]
BASKETS: list[dict[str, Any]] = VECTORS["baskets"]


def typed(basket: dict[str, Any]) -> list[dict[str, str]]:
    return [{"product": product, "quantity": quantity, "notes": ""} for product, quantity in basket["lines"]]

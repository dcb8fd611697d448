"""The open shop of the customer's pages serves the tests of what programs send as well."""

from tests.leads.conftest import desk, prices, shop, told

__all__ = ["desk", "prices", "shop", "told"]

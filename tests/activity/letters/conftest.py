"""Letters go to a fake Resend over a real socket; nothing leaves the suite."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.providers.resend import KEY, SECRET, FakeResend


@pytest.fixture
def resend(settings: Settings) -> Iterator[FakeResend]:
    with FakeResend() as provider:
        settings.EMAIL_PROVIDER = "resend"
        settings.RESEND_API_KEY = KEY
        settings.RESEND_API_URL = provider.url()
        settings.RESEND_WEBHOOK_SECRET = SECRET
        settings.EMAIL_FROM = "Shop <quotes@example.com>"
        yield provider

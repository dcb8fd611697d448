"""Where a request comes from, for counting and telling apart, not for knowing."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from leads.suspects import neighbourhood


def sender(request: HttpRequest) -> str:
    """The same for everything from one address (of IPv6: one line), which it does not give away."""
    address = neighbourhood(str(request.META.get("REMOTE_ADDR", "")))
    return salted_hmac("leadsite.api.senders", address, algorithm="sha256").hexdigest()

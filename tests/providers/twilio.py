"""Twilio, as far as we ask it: POST /2010-04-01/Accounts/{sid}/Messages.json, and its signed callbacks."""

import base64
import hashlib
import hmac
from itertools import count

from tests.providers.server import Answer, Asked, FakeProvider

ACCOUNT, TOKEN, SENDER = "AC" + "0" * 32, "secret-token", "+12025550123"


class FakeTwilio(FakeProvider):
    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)

    def respond(self, asked: Asked) -> Answer:
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if asked.headers.get("authorization") != expected:
            return Answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        if asked.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json" or asked.method != "POST":
            return Answer(404, {"code": 20404, "status": 404})
        if not asked.form.get("To", "").startswith("+"):
            return Answer(400, {"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400})
        return Answer(201, {"sid": f"SM{next(self.numbers):032}", "status": "queued", "error_code": None})


def sign(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """Written from Twilio's documentation, apart from our own check."""
    text = url
    for name in sorted(form):
        text += name
        text += form[name]
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()

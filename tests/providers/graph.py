"""Meta's Graph API as far as WhatsApp is sent by it: its published contract over a real socket."""

from typing import Any

from tests.providers.server import Answer, Asked, FakeProvider

NUMBER_ID, ACCOUNT_ID, TOKEN = "590968830767958", "1314702302917944", "EAAG-access"
BUSY = Answer(429, {"error": {"code": 130429, "message": "Rate limit hit"}}, headers={"Retry-After": "7"})
BROKEN = Answer(500, {"error": {"code": 131000, "message": "Something went wrong"}})


def refusal(code: int, details: str = "", status: int = 400) -> Answer:
    return Answer(
        status, {"error": {"code": code, "message": f"(#{code})", "error_data": {"details": details}}}
    )


def template(name: str, body: str, *more: dict[str, object], **changed: object) -> dict[str, object]:
    """A row of Meta's list of templates."""
    parts = [{"type": "BODY", "text": body}, *more]
    return {"name": name, "language": "en", "status": "APPROVED", "components": parts, **changed}


class FakeGraph(FakeProvider):
    """Knows one number and one token, and numbers the messages that it takes; lists templates by two a page."""

    def __init__(self) -> None:
        super().__init__()
        self.templates: list[dict[str, object]] = []

    def page(self, asked: Asked) -> Answer:
        first = int(asked.query.get("after", ["0"])[0])
        more = {"next": self.url("/next")} if self.templates[first + 2 :] else {}
        paging = {"cursors": {"after": str(first + 2)}, **more}
        return Answer(200, {"data": self.templates[first : first + 2], "paging": paging})

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return refusal(190, "Invalid OAuth access token", 401)
        if (asked.method, asked.path) == ("GET", f"/{ACCOUNT_ID}/message_templates"):
            return self.page(asked)
        if (asked.method, asked.path) != ("POST", f"/{NUMBER_ID}/messages"):
            return refusal(100, "Unsupported request", 404)
        told: dict[str, Any] = asked.json
        if told.get("messaging_product") != "whatsapp" or told.get("type") not in ("text", "template"):
            return refusal(100, "Invalid parameter")
        contact = {"input": told["to"], "wa_id": told["to"]}
        message = {"id": f"wamid.out{len(self.took)}"}
        return Answer(200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})

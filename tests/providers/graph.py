"""Meta's Graph API as far as WhatsApp is sent by it: its published contract over a real socket."""

from typing import Any

from tests.providers.server import Answer, Asked, FakeProvider

NUMBER_ID, TOKEN = "590968830767958", "EAAG-access"
BUSY = Answer(429, {"error": {"code": 130429, "message": "Rate limit hit"}}, headers={"Retry-After": "7"})
BROKEN = Answer(500, {"error": {"code": 131000, "message": "Something went wrong"}})


def refusal(code: int, details: str = "", status: int = 400) -> Answer:
    return Answer(
        status, {"error": {"code": code, "message": f"(#{code})", "error_data": {"details": details}}}
    )


class FakeGraph(FakeProvider):
    """Knows one number and one token, and numbers the messages that it takes."""

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return refusal(190, "Invalid OAuth access token", 401)
        if (asked.method, asked.path) != ("POST", f"/{NUMBER_ID}/messages"):
            return refusal(100, "Unsupported request", 404)
        told: dict[str, Any] = asked.json
        if told.get("messaging_product") != "whatsapp" or told.get("type") not in ("text", "template"):
            return refusal(100, "Invalid parameter")
        contact = {"input": told["to"], "wa_id": told["to"]}
        message = {"id": f"wamid.out{len(self.took)}"}
        return Answer(200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})

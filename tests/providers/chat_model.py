"""A language model behind the contract of OpenAI's POST /v1/chat/completions."""

import json
from typing import Any

from tests.providers.server import Answer, Asked, FakeProvider

GOOD = {
    "intent": "buy",
    "lead_type": "project",
    "priority": "high",
    "action": "call_now",
    "reasoning": "A hotel needs floors soon.",
}


def said(written: Any) -> Answer:
    """An answer whose text is this: as it is, or as JSON."""
    text = written if isinstance(written, str) else json.dumps(written)
    return Answer(content={"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]})


class ChatModel(FakeProvider):
    """Says `judgement` of every lead, where its caller has the key and asks for the schema."""

    key, judgement = "sk-test-4711", GOOD

    @property
    def base(self) -> str:
        return self.url("/v1")

    @property
    def questions(self) -> list[Any]:
        return [asked.json for asked in self.asked]

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return Answer(401, {"error": {"message": "Incorrect API key provided"}})
        if (asked.method, asked.path) != ("POST", "/v1/chat/completions"):
            return Answer(404, {"error": {"message": "Unknown request URL"}})
        if asked.json["response_format"]["type"] != "json_schema":
            return Answer(400, {"error": {"message": "response_format"}})
        return said(self.judgement)

"""Webhooks: signed, fresh, bounded and taken once, or refused and never kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leadsite.outside import hooks
from leadsite.outside.deliveries import TOLERANCE, Delivery, Reply, Signed, Unreadable, Unsigned
from leadsite.outside.models import ReceivedHook

pytestmark = pytest.mark.django_db
TOOK: list[Delivery] = []
BEGAN = [timezone.now()]


class FakeHook:
    """The header X-Proof is `id` or `id,seconds ago`; the body `bad` cannot be read."""

    def verify(self, delivery: Delivery) -> Signed:
        proof = delivery.headers.get("x-proof", "")
        if not proof:
            raise Unsigned("no signature")
        key, _, age = proof.partition(",")
        return Signed(key, BEGAN[0] - timedelta(seconds=int(age)) if age else None)

    def take(self, delivery: Delivery) -> Reply:
        if delivery.body == b"bad":
            raise Unreadable("no json")
        TOOK.append(delivery)
        return Reply("taken")


def make() -> FakeHook:
    return FakeHook()


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    TOOK.clear()
    BEGAN[0] = timezone.now()
    monkeypatch.setitem(hooks.HOOKS, "fake", f"{__name__}.make")
    monkeypatch.setitem(hooks.HOOKS, "off", f"{__name__}.nothing")


def nothing() -> None:
    return None


def post(client: Client, body: str = "canary-7731", **headers: str) -> int:
    answer = client.post("/hooks/fake/?a=1", body, content_type="text/plain", headers=headers)
    return answer.status_code


def test_what_is_signed_is_taken(client: Client) -> None:
    assert post(client, **{"X-Proof": "d1"}) == 200
    (delivery,) = TOOK
    assert (delivery.body, delivery.query, delivery.url) == (
        b"canary-7731", {"a": "1"}, "http://testserver/hooks/fake/?a=1",
    )  # fmt: skip


def test_the_address_is_the_one_that_the_provider_was_given(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://quotes.example.com"
    post(client, **{"X-Proof": "d1"})
    assert TOOK[0].url == "https://quotes.example.com/hooks/fake/?a=1"


@pytest.mark.parametrize("proofs", [["d1"] * 3, ["d1,30", "d1,20", "d1,10"]])
def test_what_its_provider_repeats_is_answered_and_does_nothing(client: Client, proofs: list[str]) -> None:
    assert [post(client, **{"X-Proof": proof}) for proof in proofs] == [200] * 3
    assert len(TOOK) == 1


@pytest.mark.parametrize(
    ("body", "proof"),
    [
        ("canary-7731", "d1,10"),  # the very same try, copied
        ("canary-7731", "d1,20"),  # an earlier try
        ("canary-7732", "d1,5"),  # other words under the same id
    ],
)
def test_a_copy_of_what_was_taken_is_refused(
    client: Client, caplog: pytest.LogCaptureFixture, body: str, proof: str
) -> None:
    post(client, **{"X-Proof": "d1,10"})
    assert post(client, body, **{"X-Proof": proof}) == 403
    assert len(TOOK) == 1
    assert "webhook of fake refused" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("proof", ["d1", "d1,10"])
def test_what_was_taken_before_bodies_and_times_were_noted_may_be_repeated(
    client: Client, proof: str
) -> None:
    post(client, **{"X-Proof": "d1"})
    ReceivedHook.objects.update(body_hash="", signed_at=None)
    assert (post(client, **{"X-Proof": proof}), len(TOOK)) == (200, 1)


def test_without_a_time_a_copy_is_one_that_comes_later_than_its_provider_repeats(client: Client) -> None:
    post(client, **{"X-Proof": "d1"})
    ReceivedHook.objects.update(received_at=timezone.now() - TOLERANCE)
    assert (post(client, **{"X-Proof": "d1"}), len(TOOK)) == (403, 1)


@pytest.mark.parametrize("proof", [None, "d1,301", "d1,-301"])
def test_what_is_unsigned_or_stale_is_refused_and_logged_without_its_body(
    client: Client, caplog: pytest.LogCaptureFixture, proof: str | None
) -> None:
    assert post(client, **({"X-Proof": proof} if proof else {})) == 403
    assert (TOOK, ReceivedHook.objects.count()) == ([], 0)
    assert "webhook of fake refused" in caplog.text
    assert "canary" not in caplog.text


def test_what_cannot_be_read_may_come_again(client: Client) -> None:
    assert post(client, "bad", **{"X-Proof": "d1"}) == 400
    assert not ReceivedHook.objects.exists()


def test_what_is_too_long_is_refused(client: Client) -> None:
    assert post(client, "x" * (hooks.MOST_BYTES + 1), **{"X-Proof": "d1"}) == 413


def test_a_provider_that_is_not_set_up_has_no_address(client: Client) -> None:
    assert [client.post(f"/hooks/{name}/").status_code for name in ("off", "unheard-of")] == [404, 404]


def test_a_get_is_for_those_who_greet(client: Client) -> None:
    assert client.get("/hooks/fake/").status_code == 405


def test_every_hook_that_is_named_is_there() -> None:
    for provider in set(hooks.HOOKS) - {"fake", "off"}:
        hooks.made(provider)


def test_old_ones_are_forgotten() -> None:
    from leadsite.outside.jobs import prune_hooks  # declares a task: the applications are ready now

    for days in (1, -1):
        forget_at = timezone.now() + timedelta(days=days)
        ReceivedHook.objects.create(provider="fake", delivery=str(days), forget_at=forget_at)
    prune_hooks(timestamp=0)
    assert [row.delivery for row in ReceivedHook.objects.all()] == ["1"]

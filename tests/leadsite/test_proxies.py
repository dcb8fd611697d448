"""Only a trusted proxy's word about the client is taken."""

from typing import Any

from leadsite.proxies import TrustedProxies, parse_networks


def seen(environ: dict[str, str], trusted: str = "10.0.0.0/8") -> dict[str, Any]:
    found: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        found.update(environ)
        return []

    TrustedProxies(application, parse_networks([trusted]))({**environ}, lambda *_: lambda data: None)
    return found


def test_a_stranger_cannot_claim_another_address() -> None:
    assert seen({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}) == {
        "REMOTE_ADDR": "203.0.113.9"
    }


def test_a_trusted_proxy_names_the_client() -> None:
    assert seen({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}) == {
        "REMOTE_ADDR": "198.51.100.1"
    }


def test_what_the_client_itself_put_before_the_chain_is_not_believed() -> None:
    chain = "192.0.2.66, 198.51.100.1, 10.0.0.2"
    assert seen({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": chain})["REMOTE_ADDR"] == "198.51.100.1"


def test_rubbish_in_the_chain_leaves_the_proxy_as_the_address() -> None:
    assert seen({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "'; drop"})["REMOTE_ADDR"] == "10.0.0.1"


def test_the_scheme_is_taken_from_a_trusted_proxy_alone() -> None:
    forwarded = {"HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "http"}
    assert seen({"REMOTE_ADDR": "10.0.0.1", **forwarded})["wsgi.url_scheme"] == "https"
    assert seen({"REMOTE_ADDR": "203.0.113.9", **forwarded})["wsgi.url_scheme"] == "http"

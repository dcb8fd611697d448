from activity.chats import signing

BODY = b'{"object": "whatsapp_business_account"}'


def test_what_was_signed_with_the_secret_is_genuine() -> None:
    assert signing.is_genuine(BODY, signing.sign(BODY, "secret"), "secret")


def test_another_body_another_secret_and_no_signature_are_not() -> None:
    header = signing.sign(BODY, "secret")
    bad = [
        (BODY + b" ", header, "secret"),
        (BODY, header, "other"),
        (BODY, "", "secret"),
        (BODY, "sha256=ü", "secret"),
    ]
    assert [signing.is_genuine(*one) for one in bad] == [False] * 4


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not signing.is_genuine(BODY, signing.sign(BODY, ""), "")

"""The cast: Alice runs the shop, Bob sells, Charlie has an account and no business here."""

from django.contrib.auth.models import Permission

from leadsite.accounts.models import User


def alice() -> User:
    return User.objects.create_superuser("alice", email="alice@example.com", password="a", name="Alice Menon")


def bob(*permissions: str) -> User:
    """A colleague with these permissions, such as leads.view_lead."""
    user = User.objects.create_user(
        "bob", email="bob@example.com", password="b", name="Bob Rao", is_staff=True
    )
    for name in permissions:
        application, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=application, codename=codename)
        )
    return user


def charlie() -> User:
    return User.objects.create_user("charlie", email="charlie@example.com", password="c", name="Charlie Dee")

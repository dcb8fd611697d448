"""The cast: Alice runs the shop, Bob sells, Charlie has an account and no business here."""

from django.contrib.auth.models import Group, Permission

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


def in_role(role: str, username: str = "neha", name: str = "Neha Patel") -> User:
    """A colleague in one of the roles that the migrations make: Sales, Manager, Admin."""
    user = User.objects.create_user(
        username, email=f"{username}@example.com", password="n", name=name, is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def charlie() -> User:
    return User.objects.create_user("charlie", email="charlie@example.com", password="c", name="Charlie Dee")

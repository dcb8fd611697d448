"""The files that the form needs without a connection, beside those that its page names anyway."""

from django.templatetags.static import static

NAMES = (
    *("basket", "calculator", "decimal", "kept", "message"),
    *("notices", "page", "quote", "sending", "writing"),
)


def offline_files() -> list[str]:
    """Their addresses; the worker's own script is kept by the browser, with the worker."""
    return [static(f"leads/offline/{name}.js") for name in NAMES]

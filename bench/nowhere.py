"""The same form, validated and priced by the same code, but stored nowhere: the ceiling of POST /."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")

from leadsite.wsgi import application  # noqa: I001  # Django is set up by this import

from leads import intake, views

stored = intake.submit


def kept_nowhere(record: intake.SubmissionRecord) -> intake.Receipt:
    return intake.Receipt(warning=None)


views.intake.submit = kept_nowhere  # type: ignore[assignment]  # on purpose: this is what is measured

__all__ = ["application"]

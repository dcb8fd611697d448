"""`manage.py spool_status`: what waits on this host's disk, and what is parked and why."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from leads.intake.spool import Spool
from leads.intake.survey import Survey


class Command(BaseCommand):
    help = "Says how many submissions wait in this host's spool, since when, and which are parked and why."

    def handle(self, *args: Any, **options: Any) -> None:
        spool = Spool(settings.SPOOL_DIR)
        survey = Survey(spool)
        counted = survey.count()
        self.stdout.write(f"{counted.pending} waiting, {counted.parked} parked, in {spool.folder}")
        if counted.pending:
            self.stdout.write(f"the oldest waits for {survey.oldest_age():.0f} seconds")
        for submission_id in spool.parked_ids():
            self.stdout.write(f"parked: {submission_id} {spool.last_failure(submission_id)}")

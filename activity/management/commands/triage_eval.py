"""manage.py triage_eval [FILE] [--rules]: how right triage is about texts that people have labelled."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from activity.triage import language_model, prompts, rules
from activity.triage.evaluation import CORPUS, HELD_OUT, Labelled, Unreadable, read, report, score
from activity.triage.judgement import Judgement, Subject
from activity.triage.language_model import NoAnswer


class Command(BaseCommand):
    help = "Measure triage on labelled texts, one JSON object a line: accuracy and confusion by field."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: our own, seen and unseen")
        parser.add_argument("--rules", action="store_true", help="the rules, also where a model is set")

    def handle(self, *args: object, file: Path | None, **options: Any) -> None:
        use_rules = options["rules"] or not settings.LLM_MODEL
        model, version = (rules.MODEL, rules.VERSION) if use_rules else (settings.LLM_MODEL, prompts.VERSION)
        for path in [file] if file else [CORPUS, HELD_OUT]:
            texts = labelled_in(path)
            self.stdout.write(f"{model}, {version}, {len(texts)} texts of {path.name}")
            self.stdout.write("\n".join(report(score(texts, by_rules if use_rules else by_model))))


def labelled_in(path: Path) -> list[Labelled]:
    """Raises CommandError."""
    try:
        texts = list(read(path.read_text(encoding="utf-8").splitlines(), settings.CURRENCY))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read ({type(error).__name__}).") from None
    except Unreadable as error:
        raise CommandError(f"{path}: {error}.") from None
    if not texts:
        raise CommandError(f"{path} has no labelled texts in it.")
    return texts


def by_rules(subject: Subject) -> Judgement:
    return rules.judge(subject, large=Decimal(settings.TRIAGE_LARGE_QUOTE))


def by_model(subject: Subject) -> Judgement:
    """As leads are judged, without the daily budget: whoever measures knows what it costs."""
    try:
        return language_model.ask(subject)
    except NoAnswer as error:
        raise ValueError(str(error)) from None

"""Logs: one JSON object a line on standard error, without anybody's phone number or e-mail address."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Eight digits and more, as phone numbers are written; times and ids have shorter runs or letters around them.
PHONE = re.compile(r"(?<![\w.-])(?:\+|%2B)?\d(?:[ ()-]?\d){8,14}(?![\w:-])")
EMAIL = re.compile(r"[^\s@<>\"'=]+@[^\s@<>\"']+\.[^\s@<>\"',;)]+")
LINK = re.compile(r"https://(?:wa\.me|api\.whatsapp\.com)/\S*")
QUOTE_PAGE = re.compile(r"/q/[\w-]+")  # whoever has the address may read the quote


def masked(text: str) -> str:
    text = QUOTE_PAGE.sub("/q/[token]", LINK.sub("[whatsapp link]", text))
    return PHONE.sub("[phone]", EMAIL.sub("[e-mail]", text))


def mask(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The one place where private values leave a log line, tracebacks included."""
    return {key: masked(value) if isinstance(value, str) else value for key, value in event.items()}


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    mask,
]


def configure(level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, so that both end in the same lines."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "axes": {"level": "WARNING"},  # four lines a sign-in say nothing
            "procrastinate": {"level": "WARNING"},  # nor do four lines a job
            "httpx2": {"level": "WARNING"},  # addresses of providers hold account names
        },
    }

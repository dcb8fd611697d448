"""Every setting of the project, top to bottom. Values come from the environment (docs/settings.md)."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from leadsite import env, logs
from leadsite.embedded.paths import socket_dir

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
env.read_installation(DATA_DIR / "settings.env")

# --- The process ------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.required("SECRET_KEY", development="only-for-development", debug=DEBUG)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words_of(
    env.required("ALLOWED_HOSTS", development="localhost,127.0.0.1,[::1]", debug=DEBUG)
)
PORT = env.integer("PORT", 8000, minimum=1, maximum=65535)
PUBLIC_URL = env.web_address("PUBLIC_URL")  # of this site, for links and callbacks; "": as it was called
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
WSGI_APPLICATION = "leadsite.wsgi.application"
ROOT_URLCONF = "leadsite.urls"
STAFF_DEADLINE_SECONDS = env.integer("STAFF_DEADLINE_SECONDS", 5, minimum=1, maximum=60)
STAFF_OFFLINE = env.boolean("STAFF_OFFLINE", True)  # browsers keep pages of the back office, sealed
LOGGING = logs.configure(env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- The shop ---------------------------------------------------------------
BUSINESS_NAME = env.text("BUSINESS_NAME", "Leadsite Interiors")
WHATSAPP_NUMBER = env.whatsapp_number(
    "WHATSAPP_NUMBER", env.required("WHATSAPP_NUMBER", development="12025550123", debug=DEBUG)
)
DEFAULT_REGION = env.region("DEFAULT_REGION", "IN")
CURRENCY = env.currency("CURRENCY", "INR")
TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Kolkata")
HOLIDAY_COUNTRY = env.holiday_country("HOLIDAY_COUNTRY", DEFAULT_REGION)
SALES_SEE = env.choice("SALES_SEE", "all", ("all", "own"))
FORM_OFFLINE = env.boolean("FORM_OFFLINE", True)  # browsers keep the form, for when there is no connection

# --- Intake -----------------------------------------------------------------
SPOOL_DIR = DATA_DIR / "spool"
SPOOL_EPHEMERAL_OK = env.boolean("SPOOL_EPHEMERAL_OK", False)
SPOOL_CEILING = env.integer("SPOOL_CEILING", 100_000, minimum=1)
INTAKE_PER_ADDRESS = env.integer("INTAKE_PER_ADDRESS", 20, minimum=1)  # submissions a minute before "flood"
INTAKE_IN_TOTAL = env.integer("INTAKE_IN_TOTAL", 1200, minimum=1)  # submissions a minute, all addresses
INTAKE_MINIMUM_SECONDS = env.integer("INTAKE_MINIMUM_SECONDS", 2)  # nobody fills the form faster
API_PER_MINUTE = env.integer("API_PER_MINUTE", 600, minimum=1)  # requests of one token
HEALTH_TOKEN = env.text("HEALTH_TOKEN", "")

# --- The database: DATABASE_URL, or the embedded PostgreSQL in DATA_DIR -------
EMBEDDED = not env.present("DATABASE_URL")
# What bounds a dead or mute server; SIGSTOP is bounded by the watchdog alone (docs/architecture.md).
CONNECTION_BOUNDS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}


def embedded_database(role: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "leadsite",
        "USER": role,
        "HOST": str(socket_dir(DATA_DIR)),
        "PORT": "5432",  # of the socket: PGPORT must not count
    }


def bounded(config: dict[str, object]) -> dict[str, object]:
    options = {**CONNECTION_BOUNDS, **config.get("OPTIONS", {})}  # type: ignore[dict-item]  # dj_database_url types it as object
    suffix = os.environ.get("TEST_DATABASE_SUFFIX", "")
    return {
        **config,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # after a restart of the database the first page is not an error
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a pooler in transaction mode has none
        "TEST": {"NAME": f"test_leadsite{suffix}"},
    }


WEB_ROLE = "leadsite_web"
WEB_DATABASE = embedded_database(WEB_ROLE) if EMBEDDED else env.database("DATABASE_URL")
OWNER_DATABASE = (
    env.database("MIGRATE_DATABASE_URL")
    if env.present("MIGRATE_DATABASE_URL")
    else embedded_database("leadsite_owner")
    if EMBEDDED
    else WEB_DATABASE
)
DATABASES = {"default": bounded(WEB_DATABASE)}
LISTEN_DATABASE = bounded(env.database("LISTEN_DATABASE_URL")) if env.present("LISTEN_DATABASE_URL") else {}

# --- Providers; without its settings each has a stand-in (docs/integrations.md) ---
TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM = env.all_or_none(
    "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"
)
TWILIO_API_URL = env.web_address("TWILIO_API_URL") or "https://api.twilio.com"
SMS_PRICE = env.amount("SMS_PRICE")  # of one segment, in CURRENCY; None: nobody knows
WEBHOOKS_TO_PRIVATE_ADDRESSES = env.boolean("WEBHOOKS_TO_PRIVATE_ADDRESSES", False)  # and by plain http

# --- Triage: by rules, and by a language model too where one is set (docs/integrations/triage.md) ---
TRIAGE_LARGE_QUOTE = env.integer("TRIAGE_LARGE_QUOTE", 100_000, minimum=1)  # in CURRENCY
LLM_BASE_URL, LLM_MODEL = env.web_address("LLM_BASE_URL"), env.text("LLM_MODEL", "")
env.all_or_none("LLM_BASE_URL", "LLM_MODEL")
LLM_API_KEY = env.text("LLM_API_KEY", "")  # a model of one's own machine needs none
LLM_SECONDS = env.integer("LLM_SECONDS", 20, minimum=1, maximum=120)
LLM_PER_DAY = env.integer("LLM_PER_DAY", 500)  # leads that it is asked about, in a day of the shop

# --- E-mail: by Resend where there is a key, else into files (docs/integrations/letters.md) ---
RESEND_API_KEY = env.text("RESEND_API_KEY", "")
RESEND_API_URL = env.web_address("RESEND_API_URL") or "https://api.resend.com"
RESEND_WEBHOOK_SECRET = env.svix_secret("RESEND_WEBHOOK_SECRET")
EMAIL_PROVIDER = env.email_provider("EMAIL_PROVIDER", "resend" if RESEND_API_KEY else "file")
EMAIL_FROM = (
    env.required_mailbox("EMAIL_FROM", why="EMAIL_PROVIDER is resend")
    if EMAIL_PROVIDER == "resend"
    else env.mailbox("EMAIL_FROM", "letters@localhost")
)
EMAIL_REPLY_TO = env.mailbox("EMAIL_REPLY_TO", "")

# --- The worker: jobs and duties (leadsite/jobs/) -----------------------------
WORKERS = env.integer("WORKERS", 1, maximum=16)  # that the start command runs beside the site
WORKER_CONCURRENCY = env.integer("WORKER_CONCURRENCY", 2, minimum=1, maximum=64)  # jobs at a time, in each
JOB_STALLED_SECONDS = env.integer(
    "JOB_STALLED_SECONDS", 20, minimum=2
)  # without a sign of life of its worker
JOB_MODULES = (
    "leadsite.jobs.housekeeping",
    "assignments.routing.duties",
    "assignments.calendars.jobs",
    "assignments.sweep.duties",
    "assignments.clocks.jobs",
    "assignments.notices.messages",
    "leadsite.once.jobs",
    "leadsite.api.jobs",
    "activity.outbox.jobs",
    "activity.bookings.reminders",
    "activity.letters.acknowledging",
    "leadsite.outside.jobs",
    "activity.chats.jobs",
    "activity.triage.jobs",
    "leadsite.webhooks.jobs",
    "leadsite.live.jobs",
    "leadsite.offline.jobs",
)  # whose tasks and duties the worker knows
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

# --- WhatsApp by Meta's Cloud API (docs/integrations/whatsapp.md); off without these ---
# Hearing customers takes the first two, writing to them the other three as well.
WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN = env.all_or_none("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")
WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_ACCOUNT_ID, WHATSAPP_ACCESS_TOKEN = env.all_or_none(
    "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_ACCOUNT_ID", "WHATSAPP_ACCESS_TOKEN"
)
env.needs("WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN")  # whoever writes wants to hear the answer
WHATSAPP_API_URL = env.web_address("WHATSAPP_API_URL") or "https://graph.facebook.com/v23.0"
# Working minutes after which who asked for a quote and never sent it has left; 0: nobody is told.
WHATSAPP_SILENT_MINUTES = env.integer("WHATSAPP_SILENT_MINUTES", 30, maximum=10_000)

# --- Applications -----------------------------------------------------------
INSTALLED_APPS = [
    "leadsite",
    "leadsite.accounts",
    "leadsite.telemetry",
    "procrastinate.contrib.django",
    "leadsite.jobs",
    "leadsite.outside",
    "leadsite.once",
    "leadsite.api",
    "leadsite.webhooks",
    "leadsite.live",
    "leadsite.offline",
    "leads",
    "activity",
    "assignments",
    "axes",
    "csp",
    "leadsite.admin_apps.LeadsiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "leadsite.offline.reading_key.reading_key",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leadsite.offline.leaving.leaving",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "leadsite.own_clock.own_clock",
    "leadsite.live.pulse.pulse",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

CSRF_FAILURE_VIEW = "leadsite.refused.stale"
LOGIN_REDIRECT_URL = "admin:index"  # of whoever signs in by a link that leads elsewhere

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# --- Signing in: five wrong passwords close a name for one address (leadsite/accounts/sign_in.py) ---
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # lets nobody in, only refuses
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who goes on trying is let in after the same time
AXES_CLIENT_IP_CALLABLE = "leadsite.accounts.sign_in.address"
AXES_USERNAME_CALLABLE = "leadsite.accounts.sign_in.name_tried"
AXES_LOCKOUT_CALLABLE = "leadsite.accounts.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # nobody needs to know when a colleague was here
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # leadsite/accounts/admin.py has a page of our own

# --- Languages and files ----------------------------------------------------
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "leadsite.formats"
LANGUAGES = [("en", _("English")), ("hi", _("Hindi")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ROOT = BASE_DIR / "leadsite" / "at_the_root"  # /robots.txt, /favicon.ico
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "leadsite.static_files.ModuleStorage"},
}

# --- Security ---------------------------------------------------------------
# Chromium applies form-action to every redirect after a POST: both WhatsApp hosts must be named.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, "https://wa.me", "https://api.whatsapp.com"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_COOKIES = env.boolean("SECURE_COOKIES", not DEBUG)
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 0, minimum=0)  # browsers remember it: a person decides
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "admin:login"

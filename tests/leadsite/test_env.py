"""A wrong setting stops the start with one sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "shop.example", "WHATSAPP_NUMBER": "+91 98765 43210"}


def start(tmp_path: Path, **settings: str) -> tuple[int, str]:
    """Read the settings in a process of their own, as every start does."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **settings}
    done = subprocess.run(
        [sys.executable, "-c", "import leadsite.settings as s; print(s.WHATSAPP_NUMBER)"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_complete_settings_start(tmp_path: Path) -> None:
    assert start(tmp_path, **COMPLETE) == (0, "919876543210")


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_required_setting_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    settings = {key: value for key, value in COMPLETE.items() if key != name}
    assert start(tmp_path, **settings) == (1, f"The setting {name} is required when DEBUG is false.")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "PUBLIC_URL",
            "quotes.example.com/form",
            "The setting PUBLIC_URL is 'quotes.example.com/form', which is not an address such as "
            "https://quotes.example.com.",
        ),
        ("TWILIO_FROM", "+1", "The setting TWILIO_ACCOUNT_SID is required where TWILIO_FROM is set."),
        ("WHATSAPP_VERIFY_TOKEN", "x", "The setting WHATSAPP_APP_SECRET is required where WHATSAPP_VERIFY_TOKEN is set."),
        ("WHATSAPP_ACCESS_TOKEN", "x", "The setting WHATSAPP_PHONE_NUMBER_ID is required where WHATSAPP_ACCESS_TOKEN is set."),
        ("WHATSAPP_SILENT_MINUTES", "soon", "The setting WHATSAPP_SILENT_MINUTES is 'soon', which is not a whole number from 0 to 10000."),
        ("SMS_PRICE", "-1", "The setting SMS_PRICE is '-1', which is not an amount such as 0.25."),
        ("DEBUG", "maybe", "The setting DEBUG is 'maybe', which is not yes or no."),
        ("PORT", "eighty", "The setting PORT is 'eighty', which is not a whole number from 1 to 65535."),
        ("PORT", "0", "The setting PORT is '0', which is not a whole number from 1 to 65535."),
        ("TIME_ZONE", "Mumbai", "The setting TIME_ZONE is 'Mumbai', which is not a time zone such as Asia/Kolkata."),
        ("CURRENCY", "RUPEES", "The setting CURRENCY is 'RUPEES', which is not an ISO 4217 currency such as INR."),
        ("DEFAULT_REGION", "India", "The setting DEFAULT_REGION is 'India', which is not an ISO 3166 country such as IN."),
        ("HOLIDAY_COUNTRY", "India", "The setting HOLIDAY_COUNTRY is 'India', which is not an ISO 3166 country with known public holidays, such as IN."),
        ("WHATSAPP_NUMBER", "12", "The setting WHATSAPP_NUMBER is '12', which is not a phone number with its country code."),
        ("EMAIL_PROVIDER", "smtp", "The setting EMAIL_PROVIDER is 'smtp', which is not one of file, console, resend."),
        ("EMAIL_PROVIDER", "resend", "The setting RESEND_API_KEY is required where EMAIL_PROVIDER is resend."),
        ("RESEND_API_KEY", "re_x", "The setting EMAIL_FROM is required where EMAIL_PROVIDER is resend."),
        ("EMAIL_FROM", "the shop", "The setting EMAIL_FROM is 'the shop', which is not an address such as Shop <quotes@example.com>."),
        ("EMAIL_REPLY_TO", "x@", "The setting EMAIL_REPLY_TO is 'x@', which is not an address such as Shop <quotes@example.com>."),
        ("RESEND_WEBHOOK_SECRET", "canary", "The setting RESEND_WEBHOOK_SECRET is not the signing secret of a webhook, which begins with whsec_."),
        ("SALES_SEE", "some", "The setting SALES_SEE is 'some', which is not one of all, own."),
        ("TRUSTED_PROXIES", "proxy", "The setting TRUSTED_PROXIES is 'proxy', which is not a list of addresses such as 10.0.0.0/8."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_understood_is_named(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    assert start(tmp_path, **{**COMPLETE, name: value}) == (1, sentence)


def test_a_wrong_database_address_is_named_but_not_repeated(tmp_path: Path) -> None:
    status, sentence = start(tmp_path, **COMPLETE, DATABASE_URL="mysql://user:secret@host/name")
    assert (status, sentence) == (
        1,
        "The setting DATABASE_URL is not an address such as postgres://user:password@host:5432/name.",
    )


def test_a_database_that_is_away_does_not_stop_the_start(tmp_path: Path) -> None:
    assert start(tmp_path, **COMPLETE, DATABASE_URL="postgres://u:p@127.0.0.1:1/none") == (0, "919876543210")


def test_writing_by_whatsapp_needs_hearing_it(tmp_path: Path) -> None:
    names = ("WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_ACCOUNT_ID", "WHATSAPP_ACCESS_TOKEN")
    sentence = "The setting WHATSAPP_APP_SECRET is required where WHATSAPP_ACCESS_TOKEN is set."
    assert start(tmp_path, **COMPLETE, **dict.fromkeys(names, "secret")) == (1, sentence)

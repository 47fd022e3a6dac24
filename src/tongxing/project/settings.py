"""All settings, from the environment only; each variable is explained in docs/settings.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.parse import urlsplit

from csp.constants import NONE
from csp.constants import SELF

HOME = Path(os.environ.get("TONGXING_HOME", ".tongxing")).resolve()
DEMO = os.environ.get("TONGXING_DEMO", "") == "1"  # offers the demo's named cast at sign-in
DEBUG = os.environ.get("TONGXING_DEBUG", "") == "1"


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the database."""
    given = os.environ.get("TONGXING_SECRET_KEY", "")
    if given:
        return given
    kept = HOME / "secret-key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(os.urandom(32).hex(), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _database(address: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name`, or a SQLite path."""
    if address.startswith(("postgresql://", "postgres://")):
        parts = urlsplit(address)
        return {
            "ENGINE": "tongxing.project.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),  # %2F…: the folder of a socket
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


SECRET_KEY = _secret_key()
# How many proxies of ours stand in front: so many addresses of X-Forwarded-For are believed.
PROXIES = int(os.environ.get("TONGXING_PROXIES", "0"))
ALLOWED_HOSTS = os.environ.get("TONGXING_HOSTS", "localhost,127.0.0.1").split(",")
DATABASES = {"default": _database(os.environ.get("TONGXING_DATABASE", str(HOME / "tongxing.db")))}
EVIDENCE = os.environ.get("TONGXING_EVIDENCE", str(HOME / "evidence"))  # photos and files
BACKUPS = os.environ.get("TONGXING_BACKUPS", str(HOME / "backups"))  # `tongxing backup` to here
CACHE = os.environ.get("TONGXING_CACHE", str(HOME / "cache"))  # worked out, may be deleted
SHAPES = os.environ.get("TONGXING_SHAPES", "")  # county shapes of the user's own, GeoJSON
LAKE = os.environ.get("TONGXING_LAKE", str(HOME / "lake"))  # a folder, or s3://bucket/prefix
LAKE_ENDPOINT = os.environ.get("TONGXING_LAKE_ENDPOINT", "")
LAKE_KEY = os.environ.get("TONGXING_LAKE_KEY", "")
LAKE_SECRET = os.environ.get("TONGXING_LAKE_SECRET", "")
LAKE_REGION = os.environ.get("TONGXING_LAKE_REGION", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "tongxing.records.audit",
    "tongxing.records.registry",
    "tongxing.records.accounts",
    "tongxing.records.pairings",
    "tongxing.records.ledger",
    "tongxing.records.evidence",
    "tongxing.pages.desk",
    "tongxing.pages.field",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tongxing.pages.api.fork.Fork",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tongxing.pages.desk.origin.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongxing.pages.desk.access.presence.Presence",
]
ROOT_URLCONF = "tongxing.project.urls"
WSGI_APPLICATION = "tongxing.project.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:home"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # <app>/jinja2/<app>/…
        "OPTIONS": {"environment": "tongxing.pages.templating.environment"},
    },
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Sign-in, as 等保 level 3 asks; each is explained in docs/settings.md.
IDLE_MINUTES = int(os.environ.get("TONGXING_IDLE_MINUTES", "30"))
SESSION_HOURS = 12  # then one signs in again, busy or not
PASSWORD_DAYS = int(os.environ.get("TONGXING_PASSWORD_DAYS", "0" if DEMO else "90"))
SECOND_FACTOR = os.environ.get("TONGXING_SECOND_FACTOR", "none" if DEMO else "administrators")
PHONE_DAYS = int(os.environ.get("TONGXING_PHONE_DAYS", "90"))  # a phone signs in again after
SECURE = os.environ.get("TONGXING_HTTPS", "") == "1"
# A session outlives its hours in the store, so that a form sent too late is known to be its
# owner's and can be kept for them.
SESSION_COOKIE_AGE = 2 * SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-form" if SECURE else "form"
PHONE_COOKIE_NAME = "__Secure-phone" if SECURE else "phone"  # its path is the phone's API only
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_FAILURE_VIEW = "tongxing.pages.desk.errors.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Faults go to the console's error stream with the time and the trace; whoever runs the service
# decides where that is kept. What readers ask wrongly (4xx) is no fault.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "tongxing": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

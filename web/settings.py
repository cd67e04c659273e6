"""Settings of one installation: VANTHU_HOME holds var/ (database, originals, keys), models/, inbox/ and ward.toml.

With a city.toml it is the installation of a city, whose wards have homes of their own (docs/city.md).
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from pipeline.config_city import database_of, load_city
from web.databases import databases, job_apps, ward_databases

HOME = Path(os.environ.get("VANTHU_HOME", ".")).resolve()
CITY = load_city(HOME)
VAR = (HOME if CITY is None else CITY.home) / "var"
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Made at the first start, kept beside the data, readable by the owner only."""
    file = VAR / "secret-key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
    return file.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
DEBUG = False
# One machine, loopback by default; an office that opens it to its LAN names its address here.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("VANTHU_HOSTS", "").split(","))]
# A proxy on this machine speaks HTTPS with the browsers: cookies then travel only encrypted.
BEHIND_HTTPS = os.environ.get("VANTHU_HTTPS", "") == "1"

DATABASES = databases(database_of(HOME), VAR) if CITY is None else ward_databases(CITY.database)
OFFICE_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "heroicons",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "web.organization",
    "web.register",
    "web.learning",
    "web.reminders",
    "web.interchange",
]
INSTALLED_APPS = [*OFFICE_APPS, *job_apps(DATABASES)]
MIDDLEWARE = [
    "web.compression.TextGZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.organization.sessions.SessionEndMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "web.organization.sessions.SignInRequiredMiddleware",
    "web.organization.sessions.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
if CITY is not None:
    DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
    # A ward's tables are its own, all of them; what they share is the list of wards and the queue of jobs.
    TENANT_APPS = OFFICE_APPS
    SHARED_APPS = ["django_tenants", "web.city", *job_apps(DATABASES)]
    INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
    TENANT_MODEL, TENANT_DOMAIN_MODEL = "city.Ward", "city.WardHost"
    TENANT_LIMIT_SET_CALLS = True  # the search path is set when it changes, not before every statement
    MIDDLEWARE = ["web.city.middleware.WardMiddleware", *MIDDLEWARE]
    ALLOWED_HOSTS = ["*"]  # the middleware answers only hosts that are in the list of wards
ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.register.navigation.navigation",
                "web.reminders.context.unseen_reminders",
            ],
            "builtins": ["web.register.templatetags.vanthu", "heroicons.templatetags.heroicons"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.Staff"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "web.organization.backend.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "web.organization.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 8}},
]
# After five wrong passwords for an account from one computer: wait, or ask the administrator to unlock it.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "web.organization.throttle.account_name"
AXES_LOCKOUT_CALLABLE = "web.organization.throttle.locked_page"
AXES_DISABLE_ACCESS_LOG = True  # the audit record has it
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 9 * 3600  # one working day; without a click it ends earlier, see [security] idle_minutes
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
CSRF_FAILURE_VIEW = "web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["web.formats"]

# The letters of the clerk are written straight into the inbox (web/register/uploads.py); nothing else sends large
# files, so no upload ever lies in /tmp.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(process)d %(message)s",
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": os.environ.get("VANTHU_LOG_FORMAT", "line")}
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("VANTHU_LOG", "INFO")},
    "loggers": {
        "pdfminer": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "bagit": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}

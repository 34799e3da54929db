"""Settings of the portal; what differs between machines comes from the environment.

Without DATABASE_URL this is the demonstration on one's own machine: a private database, a secret
key that is kept in `var/`, plain HTTP. With it, this is production, and what is missing stops the
start. `.env.example` explains every variable; a file `.env` is read where there is one.
"""

from datetime import timedelta
from pathlib import Path

from core.environment import (
    StartError,
    cache_from,
    database_from,
    env,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_matching,
    env_networks,
    env_private_address,
    env_secret,
    env_secrets,
    kept_secret,
    read_env_file,
    replica_from,
)
from portal.api.settings import (  # noqa: F401 - settings like those below
    API_DEPRECATED,
    CORS_ALLOW_ALL_ORIGINS,
    CORS_ALLOW_HEADERS,
    CORS_ALLOW_METHODS,
    CORS_EXPOSE_HEADERS,
    CORS_URLS_REGEX,
    REST_FRAMEWORK,
    SPECTACULAR_SETTINGS,
)
from portal.desk.look import UNFOLD  # noqa: F401 the curators' desk

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # all that the running portal writes; git ignores it
read_env_file(BASE_DIR / ".env")

DATABASE_URL = env("DATABASE_URL", "")
IS_DEMO = not DATABASE_URL

DEBUG = env_bool("DEBUG", False)
if DEBUG and not IS_DEMO:
    raise StartError("DEBUG=True shows our insides to strangers. Unset it, or DATABASE_URL.")
SECRET_KEY = env_secret("SECRET_KEY", "" if IS_DEMO else None) or kept_secret(
    VAR_DIR / "secret_key"
)
SECRET_KEY_FALLBACKS = env_secrets("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if IS_DEMO else None)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

SITE_NAME = env("SITE_NAME", "Decent Work Solutions")
CONTACT_EMAIL = env("CONTACT_EMAIL", "")  # for whoever wants to write; About shows it
# For whoever finds a hole: an e-mail address or a page. /.well-known/security.txt tells it.
SECURITY_CONTACT = env_matching(
    "SECURITY_CONTACT",
    CONTACT_EMAIL,
    r"(?:https://\S+|[^\s@:]+@[^\s@:]+)?",
    "security@example.org or https://www.example.org/security",
)
PUBLISHER_NAME = env("PUBLISHER_NAME", "")  # who publishes this catalogue; About and footer say it
PUBLISHER_URL = env_matching("PUBLISHER_URL", "", r"(?:https?://\S+)?", "https://www.example.org/")
# What names of records in feeds begin with (RFC 4151): a domain, and a year in which it was ours.
TAG_AUTHORITY = env_matching(
    "TAG_AUTHORITY",
    "decent-work-solutions.example,2026",
    r"(?:[a-z0-9._+-]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)*,\d{4}(?:-\d\d){0,2}",
    "solutions.example.org,2026",
)

# The web server of `manage.py serve`.
HOST = env("HOST", "127.0.0.1")
PORT = env_int("PORT", 8000, 1, 65535)
WORKERS = env_int("WORKERS", 1, 1, 256)
THREADS = 4  # of each worker, and so the connections to the database that it holds
BODY_TIMEOUT = env_int("BODY_TIMEOUT", 20, 1, 3600)  # seconds for a form to come in; more for files
# Who counts how often records are read, without a trace of who it was: docs/deployment.md.
COUNT_READS = env_choice("COUNT_READS", "PORTAL", ("PORTAL", "LOG", "OFF"))

INSTALLED_APPS = [
    "portal.desk.site.CatalogueAdminConfig",  # unfold, with a site of ours
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "core",
    "initiatives",
    "forum",
    "portal",
]

MIDDLEWARE = [
    "core.downloads.negotiation.FormsMiddleware",  # so that for all others forms are addresses
    "corsheaders.middleware.CorsMiddleware",  # so that what is kept is the same for all who ask
    "core.http_cache.middleware.HttpCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.web.security.ContentSecurityMiddleware",
    "core.web.methods.MethodsMiddleware",
    "core.web.staticfiles.StaticFilesMiddleware",
    "core.web.shedding.SheddingMiddleware",  # what is kept or static costs nothing
    "core.web.shares.SharesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.half_way.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.accounts.log.Acting",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets can be ours, too

CATALOGUE = env_choice("CATALOGUE", "launch", ("LAUNCH", "EMPTY"))  # what a new database gets
DATABASE_DIRECT_URL = env("DATABASE_DIRECT_URL", "")  # past a pooler at DATABASE_URL
DATABASES = {
    "default": database_from(
        DATABASE_URL, VAR_DIR / "postgres", max_age=60, direct=DATABASE_DIRECT_URL
    )
}
# Where readers' pages are made from, besides: docs/replicas.md.
DATABASE_REPLICAS = []
for number, url in enumerate(env_list("DATABASE_REPLICA_URLS", ""), 1):
    DATABASES[f"replica-{number}"] = replica_from(url, max_age=60)
    DATABASE_REPLICAS.append(f"replica-{number}")
# Whether nobody else reads the network between here and the database, as between containers.
DATABASE_IS_NEAR = env_bool("DATABASE_IS_NEAR", False)
# How many seconds a request waits for the database, and for what. Commands wait without end.
DATABASE_PATIENCE = {
    "connect_timeout": env_int("CONNECT_TIMEOUT", 3, 2, 60),
    "statement_timeout": env_int("STATEMENT_TIMEOUT", 15, 1, 3600),
    "lock_timeout": env_int("LOCK_TIMEOUT", 5, 1, 3600),
    "idle_in_transaction_session_timeout": env_int("IDLE_TRANSACTION_TIMEOUT", 60, 1, 3600),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SEARCH_INDEX = True  # each process searches an index; else the database
INDEX_ROOT = env("INDEX_ROOT", str(VAR_DIR / "index"))  # of each machine, whose processes share it
INDEX_ROOT = None if INDEX_ROOT.lower() == "off" else Path(INDEX_ROOT)
REVISION_LISTENS = True  # a thread of each process hears of changes; else every request asks

# docs/caching.md tells what is kept, for how long, and what a cache in front has to know.
HTTP_CACHE_BYTES = env_int("HTTP_CACHE_MB", 0 if DEBUG else 64, 0, 100_000) * 1_000_000
CACHE_URL = env("CACHE_URL", "")
CACHES = {"default": cache_from(CACHE_URL)}

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "UTC"
USE_I18N = False  # one language, which else is asked for with each value that a page prints
USE_TZ = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "core.web.staticfiles.Storage"
    },
}
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.web.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(VAR_DIR / "media")))
DOWNLOADS_ROOT = Path(env("DOWNLOADS_ROOT", str(VAR_DIR / "downloads")))  # of each machine
MAKE_DOWNLOADS = env_bool("MAKE_DOWNLOADS", True)

# HTTPS ends at the proxy in front, which says so in X-Forwarded-Proto and lets nobody else say it.
HTTPS = env_bool("HTTPS", not IS_DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# W005 and W021 want HTTPS promised for all subdomains, and to browsers' preload lists. That is for
# whoever owns the domain to promise, not for one site on it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES", "")  # who may say whom they answer
CLIENT_SHARE = env_int("CLIENT_SHARE", 50, 1, 100)  # percent of the threads' time; 100: no limit

# Who signs in, and how guessing is slowed down: portal/accounts tells more.
PASSWORD_HASHERS = [
    "portal.accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of passwords kept before
]
VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.validation.MaximumLengthValidator"},
    {"NAME": VALIDATION + "CommonPasswordValidator"},
    {"NAME": VALIDATION + "NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # seconds that the link of an invitation holds
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
SIGN_INS_AT_ONCE = THREADS // 2  # of each worker; the other threads serve readers
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_HANDLER = "portal.accounts.guard.Guard"
AXES_LOCKOUT_CALLABLE = "portal.accounts.guard.refused"
AXES_CLIENT_IP_CALLABLE = "core.web.client.network"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or a guesser could prolong it for ever
AXES_DISABLE_ACCESS_LOG = True  # portal.accounts.log notes sign-ins
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["code"]  # as passwords are: not kept of a failure
AXES_VERBOSE = False

# Who has to give a code besides the password: nobody has to; editors, and who may as much; all.
SECOND_FACTOR_REQUIRED = env_choice(
    "SECOND_FACTOR_REQUIRED",
    "NOBODY" if IS_DEMO else "EDITORS",
    ("NOBODY", "EDITORS", "EVERYBODY"),
)
OTP_TOTP_ISSUER = SITE_NAME

SESSION_ENGINE = "portal.accounts.sessions"
# With the prefix a browser takes it from this host alone, and by HTTPS. docs/caching.md knows both.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_AGE = env_int("SESSION_IDLE_MINUTES", 30, 1, 100_000) * 60
SESSION_LONGEST = env_int("SESSION_HOURS", 12, 1, 1000) * 3600
ACCESS_LOG_DAYS = env_int("ACCESS_LOG_DAYS", 365, 30, 100_000)  # which trim_access_log leaves

# The curators' desk.
# What the addresses in mails and in the files of each day begin with.
SITE_URL = env_matching(
    "SITE_URL",
    f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].lstrip('.')}{f':{PORT}' if IS_DEMO else ''}",
    r"https?://[^\s/]+",
    "https://solutions.example.org",
)
EMAIL_HOST = env("EMAIL_HOST", "")  # without one no mail is sent
EMAIL_PORT = env_int("EMAIL_PORT", 587, 1, 65535)
EMAIL_HOST_USER = env("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD", "")
EMAIL_SECURITY = env_choice("EMAIL_SECURITY", "STARTTLS", ("STARTTLS", "TLS", "NONE"))
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "STARTTLS", EMAIL_SECURITY == "TLS"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", CONTACT_EMAIL or "webmaster@localhost")
PUBLISH_ALONE = env_bool("PUBLISH_ALONE", IS_DEMO)  # whether who wrote a record may publish it
# Days after which nobody needs to know who sent a proposal that was decided on.
FORGET_SENDERS_AFTER = env_int("FORGET_SENDERS_AFTER", 30, 0, 183)
PREVIEW_DAYS = env_int("PREVIEW_DAYS", 14, 1, 365)  # how long a link to a preview leads somewhere
IMPORT_MB = env_int("IMPORT_MB", 20, 1, 20)  # of the files of one import
IMPORT_DAYS = env_int("IMPORT_DAYS", 30, 1, 3650)  # for which the files of an import are kept
IMPORT_MEMORY_MB = env_int("IMPORT_MEMORY_MB", 1500, 300, 100_000)  # of the process that does it
DO_IMPORTS = env_bool("DO_IMPORTS", True)  # while the portal is served; else run_imports does
LINK_PAUSE = 1  # seconds between two requests of check_links to one host
LINK_SECONDS = 60  # for which one address may be asked, with all that it leads to
LINK_HOSTS = {}  # hosts that check_links asks elsewhere, "127.0.0.1:8001": servers of tests alone
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "portal.proposals.pages.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a session with many speakers is one form
# A form in Arabic takes six bytes for each letter; what is too long for a field is said beside it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
# Of files: as much as a request may bring (portal/gateway.py), which is in memory by then. A
# temporary file would only want a disk that has room.
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_000_000

# What operators see: portal/observing, docs/operating.md.
METRICS = env_private_address("METRICS")  # (host, port) for Prometheus, or None
SLOW_QUERY_MS = env_int("SLOW_QUERY_MS", 0, 0, 3_600_000)  # told from there on; 0: none
LOG_REQUESTS = env_bool("LOG_REQUESTS", False)
LOG_FORMAT = env_choice("LOG_FORMAT", "LINE", ("LINE", "JSON"))
LOG_LEVEL = env_choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "LINE": {"format": "{asctime} {levelname} {name}: {message}{of_request}", "style": "{"},
        "JSON": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{request_id}{message}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "filters": {
        "outages": {"()": "core.database.outage.ShortOfOutages"},
        "request_id": {"()": "portal.observing.request_ids.WithRequestId"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["outages", "request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own handlers print in DEBUG only, and mail administrators, whom nobody has named.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # an address that a visitor mistypes is no fault
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is a host that one makes up
        "portal.access": {"level": "INFO"},  # whatever LOG_LEVEL says
        "portal.requests": {"level": "INFO"},
        "httpx": {"level": "WARNING"},  # else it tells each request of check_links
        "axes": {"level": "ERROR"},  # else it tells again what portal.access tells
    },
}

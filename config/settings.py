"""The one settings file, fed by the environment (docs/operating.md lists every variable)."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.pooled import PooledConnection

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = environment.folder("BYLINE_VAR", BASE_DIR / "var")

# Where this copy is, and how much it may tell.
DEBUG = environment.flag("DEBUG")
SITE_URL = environment.site_url("SITE_URL", f"http://localhost:{environment.text('PORT', '8000')}")
IS_SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PROXY_COUNT = environment.number("PROXY_COUNT", 0)  # own proxies in front; an address is read only from those

SECRET_KEY = environment.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
if len(SECRET_KEY) < 50 and IS_SECURE:
    raise ImproperlyConfigured("SECRET_KEY must be set to at least 50 random characters.")
if IS_SECURE and not PROXY_COUNT:
    # The built-in server speaks plain http: every page would redirect to itself.
    raise ImproperlyConfigured(
        "PROXY_COUNT must say how many proxies stand in front when SITE_URL is https: mostly 1."
    )
if not SECRET_KEY:
    key_file = VAR / "secret-key"
    SECRET_KEY = key_file.read_text().strip() if key_file.exists() else secrets.token_urlsafe(64)

INSTALLED_APPS = [
    "config.admin_app.BylineAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "taggit",
    "procrastinate.contrib.django",
    "config",
    "staff",
    "brand",
    "blog",
    "reviews",
    "leads",
]

MIDDLEWARE = [
    "config.page_cache.dropping.AnswerWhenDropped",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.ContentSecurityPolicy",
    "config.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.requests.CleanRequests",
    "django.middleware.common.CommonMiddleware",
    "blog.moved_pages.FollowMovedPages",
    # The next four are lazy: a public page that touches none of them sets no cookie and varies on none.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.admin_messages.MessagesWhenUsed",
    "staff.time_zones.OwnClock",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "blog.planning.PlannedChangesComeTrue",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

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
                "brand.context.company",
            ],
        },
    }
]

# Data
DATABASE_URL = environment.text("DATABASE_URL")
THREADS = environment.number("THREADS", 16, least=1)  # in each of the web server's processes
WEB_PROCESSES = environment.number("WEB_PROCESSES", 0)  # 0: as many as processors (config/start/ground.py)
# A content delivery network in front (config/page_cache/cdn.py); empty: none.
CDN = environment.cdn(
    environment.text("CDN"),
    zone=environment.text("CDN_ZONE"),
    token=environment.text("CDN_TOKEN"),
    api=environment.text("CDN_API"),
    seconds=environment.number("CDN_SECONDS", 24 * 60 * 60, least=1),
)
if DATABASE_URL:
    DATABASES = {"default": environment.database(DATABASE_URL)}
else:
    from config import embedded

    DATABASES = {"default": embedded.settings(VAR)}
DATABASES["default"] |= {
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 3,
        # Pages of the database cost the same in any order, from memory or an SSD. With PostgreSQL's 4, made for disks
        # that turn, a table that was small is still read from end to end when a flood of leads has made it large.
        "options": "-c statement_timeout=8000 -c lock_timeout=2000 -c random_page_cost=1.1 "
        f"-c idle_in_transaction_session_timeout=15000 -c jit=off{' -c byline.cdn=on' if CDN else ''}",
        **DATABASES["default"].get("OPTIONS", {}),
        **(
            {
                "pool": {
                    "min_size": 2,
                    "max_size": THREADS + 2,
                    "timeout": 4,
                    "connection_class": PooledConnection,
                }
            }
            if environment.flag("DATABASE_POOL")
            else {}
        ),
    },
}
# Whole pages in the memory of each web process (config/page_cache); 0 keeps none.
PAGE_CACHE_MEGABYTES = environment.number("PAGE_CACHE_MEGABYTES", 24)

# The same as files, for a web server in front that hands them out (config/page_cache/files.py).
PAGE_FILES = VAR / "pages" if environment.flag("PAGE_FILES") else None
if PAGE_FILES and CDN:
    raise ImproperlyConfigured("PAGE_FILES must be off with a CDN: files carry no surrogate keys.")
if (PAGE_FILES or CDN) and not PAGE_CACHE_MEGABYTES:
    raise ImproperlyConfigured(
        "PAGE_CACHE_MEGABYTES must not be 0 with PAGE_FILES or a CDN: they get kept pages."
    )

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs: procrastinate keeps its own connections, in the worker's process.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None

# People
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["staff.sign_in.ThrottledBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else f"byline-session-{environment.text('PORT', '8000')}"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else f"byline-csrf-{environment.text('PORT', '8000')}"
DEVICE_COOKIE_NAME = "__Secure-device" if IS_SECURE else f"byline-device-{environment.text('PORT', '8000')}"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# Where pictures are kept when a bucket is named (config/bucket.py), and where visitors fetch them then.
MEDIA_BUCKET = environment.bucket("MEDIA_BUCKET")
MEDIA_KEY = environment.text("MEDIA_KEY")
MEDIA_SECRET = environment.text("MEDIA_SECRET")
MEDIA_ENDPOINT = environment.base_url("MEDIA_ENDPOINT")  # Amazon's own without
MEDIA_REGION = environment.text("MEDIA_REGION", "us-east-1")
MEDIA_PUBLIC_URL = environment.base_url("MEDIA_PUBLIC_URL")  # our own /media/ without
environment.together(
    *("MEDIA_BUCKET", "MEDIA_KEY", "MEDIA_SECRET"),
    beside=("MEDIA_ENDPOINT", "MEDIA_REGION", "MEDIA_PUBLIC_URL"),
)
if IS_SECURE and MEDIA_PUBLIC_URL.startswith("http:"):
    raise ImproperlyConfigured(
        "MEDIA_PUBLIC_URL must be https when SITE_URL is: browsers refuse the mixture."
    )

# Headers (OWASP's cheat sheet on HTTP headers; measured: Django's admin runs under this policy unchanged)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *([f"{MEDIA_PUBLIC_URL}/"] if MEDIA_PUBLIC_URL else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"

# Limits on what comes in. Files are not counted in the first; a picture has its own limit (blog/decoding.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
CARD_FOLDER = VAR / "cards"  # pictures for sharing (blog/social_card.py); drawn again when it is emptied
SPOOL_FOLDER = VAR / "spool"  # enquiries that came while the database was away (leads/spool.py)
STORAGES = {
    "default": {"BACKEND": "config.bucket.Bucket" if MEDIA_BUCKET else "config.disk.Disk"},
    "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
}
WHITENOISE_MAX_AGE = 3600

# Mail: without EMAIL_URL it is written to files, which the owner can read in the admin.
MAIL_FOLDER = VAR / "mail"
EMAIL_URL = environment.text("EMAIL_URL")
EMAIL_BACKEND = "config.mail.FolderBackend"
globals().update(environment.mail(EMAIL_URL) if EMAIL_URL else {})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "Byline <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Answers by mail, attached to their lead (leads/inbound.py). Two doors, both shut unless they are set.
INBOUND_IMAP = environment.imap(url) if (url := environment.text("INBOUND_IMAP_URL")) else None
INBOUND_WEBHOOK_SECRET = environment.webhook_secret("INBOUND_WEBHOOK_SECRET")
INBOUND_ADDRESS = environment.address(
    "INBOUND_ADDRESS"
)  # where people answer to, that leads to one of the doors

# HTTP to addresses that people typed (config/outbound.py): https to hosts on the internet, unless tried out here.
OUTBOUND_HTTP = environment.flag("OUTBOUND_HTTP")
OUTBOUND_LOOPBACK = environment.flag("OUTBOUND_LOOPBACK")
if OUTBOUND_LOOPBACK and IS_SECURE:
    raise ImproperlyConfigured("OUTBOUND_LOOPBACK must be off when SITE_URL is https: it is for development.")

# Words and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = environment.text("TIME_ZONE", "Europe/London")
USE_I18N = False  # every page is in English; which language a thread speaks is asked hundreds of times a page
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
LEADS_PER_NETWORK = environment.number("LEADS_PER_NETWORK", 20)  # an hour; more go to quarantine
# Whether the form works is tried out every few minutes, by a visit to the site's own address (leads/canary.py).
CANARY = environment.flag("CANARY", default=True)
CANARY_URL = environment.site_url("CANARY_URL", SITE_URL)  # another, where the server cannot reach SITE_URL
PHONE_REGION = environment.text("PHONE_REGION", "GB")  # what a number without +… is taken for
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# Logs hold ids, never a name, an address, a message or a token.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_lines.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
    },
}

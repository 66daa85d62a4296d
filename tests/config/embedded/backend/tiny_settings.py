"""The least that Django and procrastinate need, on an embedded server."""

import os
from pathlib import Path

from config import embedded

SECRET_KEY = "of no use to anybody"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "procrastinate.contrib.django"]
USE_TZ = True
DATABASES = {"default": embedded.settings(Path(os.environ["BYLINE_VAR"]))}
if os.environ.get("DATABASE_POOL"):
    DATABASES["default"] |= {"CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": {"min_size": 2, "max_size": 4}}}

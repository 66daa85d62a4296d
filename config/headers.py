"""Response headers that Django's own middleware does not set."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

plain_policy = cache(build_policy)


class ContentSecurityPolicy(CSPMiddleware):
    """Most pages have the same policy: it is put into words once, which took a twentieth of a whole answer."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_plain = not any(name.startswith("_csp_") for name in [*vars(response), *vars(request)])
        if settings.DEBUG or not is_plain:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, plain_policy())
        setattr(request, "csp_nonce", CheckableLazyObject(self._csp_nonce_post_response))  # noqa: B010
        return response


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

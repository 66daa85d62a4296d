"""Words to whoever has just done something (“The article was changed.”): their storage is made when it is used.

Django makes it for every request, also for those of visitors, to whom no page says anything of that kind.
"""

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty


class MessagesWhenUsed(MessageMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        setattr(request, "_messages", SimpleLazyObject(lambda: default_storage(request)))  # noqa: B010

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_unused = getattr(getattr(request, "_messages", None), "_wrapped", None) is empty
        return response if is_unused else super().process_response(request, response)

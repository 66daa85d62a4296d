"""The site's addresses, and one for each page that stands alone: nobody has to break the site to look at them."""

from django.urls import include, path

from config import errors
from config.errors import bad_request, forbidden, not_found, server_error
from leads import views
from leads.forms import TalkToOurExpertsForm
from tests.journeys.shown import LONG_WORD
from tests.leads.factories import posted

ALONE = {
    "broken address": "/alone/400/",
    "forbidden": "/alone/403/",
    "foreign form": "/alone/403-csrf/",
    "broken site": "/alone/500/",
    "no database": "/alone/503/",
}

urlpatterns = [
    path("alone/400/", lambda request: bad_request(request, ValueError())),
    path("alone/403/", lambda request: forbidden(request, ValueError())),
    path("alone/403-csrf/", errors.csrf_failure),
    path("alone/500/", server_error),
    path(
        "alone/503/",
        lambda request: views._not_stored(TalkToOurExpertsForm(posted(name=LONG_WORD, message=LONG_WORD))),
    ),
    path("", include("config.urls")),
]

handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error

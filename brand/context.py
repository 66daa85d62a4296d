"""What every template may show: the company's words and looks, read when first asked for, once a request."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from brand.models import Company, KeptPromise, Page


def company(request: HttpRequest) -> dict[str, object]:
    """`company`, with `footer`: a list of `{"title", "slug"}`; and `site_url`, without a slash at the end."""
    return {"company": SimpleLazyObject(with_footer), "site_url": settings.SITE_URL}


def with_footer() -> Company:
    """One query; a second one only while no company was saved."""
    pages = Page.objects.filter(is_in_footer=True)
    footer = ArraySubquery(pages.values(json=JSONObject(title="title", slug="slug")))
    figures = JSONObject(within_minutes="within_minutes", asked="asked", kept="kept")
    measured = Subquery(KeptPromise.objects.filter(pk=1).values(json=figures))
    found = Company.objects.filter(pk=1).annotate(footer=footer, measured=measured).first()
    if found:
        return found
    company = Company()
    vars(company)["footer"] = list(pages.values("title", "slug"))
    return company

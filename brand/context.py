"""What every template may show: the company's words and looks, read when first asked for, once a request."""

import json

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from brand.models import Company, KeptPromise, Page
from config import page_cache
from config.prepared import Prepared


def company(request: HttpRequest) -> dict[str, object]:
    """`company`, with `footer`: a list of `{"title", "slug"}`; and `site_url`, without a slash at the end."""
    return {"company": SimpleLazyObject(current), "site_url": settings.SITE_URL}


def current() -> Company:
    """`with_footer`, read once for all pages until it changes."""
    return page_cache.part("company", ["frame"], with_footer)


def with_footer() -> Company:
    """One query; a second one only while no company was saved."""
    if rows := WITH_FOOTER.rows():
        *columns, footer, measured = rows[0]
        company = Company.from_row(columns)
        vars(company)["footer"] = [json.loads(page) for page in footer]
        vars(company)["measured"] = json.loads(measured) if measured else None
        return company
    company = Company()
    vars(company)["footer"] = list(_footer().values("title", "slug"))
    return company


def _footer() -> QuerySet[Page]:
    return Page.objects.filter(is_in_footer=True)


def _company() -> QuerySet[Company]:
    pages = _footer().values(json=JSONObject(title="title", slug="slug"))
    figures = JSONObject(within_minutes="within_minutes", asked="asked", kept="kept")
    measured = Subquery(KeptPromise.objects.filter(pk=1).values(json=figures))
    return Company.objects.filter(pk=1).annotate(footer=ArraySubquery(pages), measured=measured)


WITH_FOOTER = Prepared(lambda: [_company()])

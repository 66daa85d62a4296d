"""“Talk to Our Experts”: the plain page, the same form sent by script from inside an article, and the thanks."""

import uuid
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import SplitResult, urlencode, urlsplit

from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.models import Article
from brand.models import Company
from config import origin
from leads import attribution, flood, openings, spool
from leads.correcting import corrected, mark_of
from leads.crowd import crowd
from leads.forms import TalkToOurExpertsForm, opened_at
from leads.models import Lead
from leads.receiving import Enquiry
from leads.refusals import why_refused
from leads.suspicion import unrecognisable
from staff.networks import network

THANKS = signing.Signer(salt="leads.thanks")
never_kept = cache_control(private=True, no_store=True)


class SeeOther(HttpResponseRedirect):
    status_code = 303


@csrf_exempt  # leads/refusals.py asks for the origin instead: the form stands on pages without a per-visitor byte
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def talk_to_our_experts(request: HttpRequest) -> HttpResponse:
    """A script that asks with the header `X-Fragment` gets 201 or 422 and only the part of the page that changes."""
    at = timezone.now()
    if request.method != "POST":
        initial = _where_from(request, at)
        openings.count_own_page(request, article=str(initial["article"]), at=at)
        return _page(request, TalkToOurExpertsForm(initial=initial), at)
    if refusal := why_refused(request):
        return _refused(request, *refusal)
    form = TalkToOurExpertsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, at)
    enquiry = form.enquiry(at=at, network=unrecognisable(network(request), at=at))
    try:
        if lead := corrected(form.along["instead"], enquiry, at=at):
            return _thanks(request, lead, Company.current())
        received = crowd.receive(enquiry, at=at)
    except (OperationalError, InterfaceError):
        return _kept(request, form, enquiry, at)
    if received.lead is None:
        return _slowed(request, form, received.wait, at)
    return _thanks(request, received.lead, received.company)


@csrf_exempt  # it changes a number and nobody's rights; where it comes from is asked in blog/readers.py
@never_kept
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """A page tells that its form was opened. The same answer to everybody; no query."""
    openings.count_in_page(request, at=timezone.now())
    return HttpResponse(status=204)


@never_kept
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Tells the reference number and nothing about the person: the address may be passed on."""
    try:
        lead = Lead.including_canaries.get(reference=THANKS.unsign(token))
    except (signing.BadSignature, Lead.DoesNotExist) as error:
        raise Http404 from error
    return render(request, "leads/thanks.html", {"lead": lead})


def is_fragment(request: HttpRequest) -> bool:
    return "HTTP_X_FRAGMENT" in request.META


def _thanks(request: HttpRequest, lead: Lead, company: Company | None) -> HttpResponse:
    if not is_fragment(request):
        return SeeOther(reverse("leads:thanks", args=[THANKS.sign(lead.reference)]))
    shown = {"lead": lead, "company": company, "instead": mark_of(lead)}
    return HttpResponse(render_to_string("leads/_thanks.html", shown), status=201)


def _page(request: HttpRequest, form: TalkToOurExpertsForm, at: datetime) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if is_fragment(request):
        return render(request, "leads/_form.html", {"form": form}, status=status)
    about = Article.objects.published(at=at).filter(slug=form.clean_along()["article"]).first()
    return render(request, "leads/talk_to_our_experts.html", {"form": form, "about": about}, status=status)


def _where_from(request: HttpRequest, at: datetime) -> dict[str, object]:
    """What the address says, else what the browser says about the page of ours that led here."""
    before = _page_before(request)
    asked = request.GET
    query = attribution.landing_query(asked.urlencode()) or attribution.landing_query(before.query)
    return {
        "article": asked.get("article", "") or attribution.article_at(before.path),
        "category": asked.get("category", ""),
        "page": before.path,
        "query": urlencode(query),
        "referrer": asked.get("referrer", ""),
        "client_key": uuid.uuid4(),
        "opened": opened_at(at),
    }


def _page_before(request: HttpRequest) -> SplitResult:
    address = request.headers.get("Referer", "")
    return urlsplit(address if origin.origin_of(address) in origin.own(request) else "")


def _refused(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    template = "leads/_refused.html" if is_fragment(request) else "leads/refused.html"
    return render(request, template, {"sentence": sentence}, status=status)


def _slowed(request: HttpRequest, form: TalkToOurExpertsForm, wait: timedelta, at: datetime) -> HttpResponse:
    sentence = flood.in_words(wait)
    if is_fragment(request):
        response = _refused(request, 429, sentence)
    else:
        form.add_error(None, sentence)
        response = _page(request, form, at)
        response.status_code = 429
    response.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return response


def _kept(request: HttpRequest, form: TalkToOurExpertsForm, enquiry: Enquiry, at: datetime) -> HttpResponse:
    """The database is away, so the frame of our pages is: what is shown stands alone. Both ways out are safe to send
    again: the same words have the same reference."""
    try:
        reference = spool.put(enquiry, at=at)
    except OSError:
        return _not_stored(form)
    template = "leads/_kept.html" if is_fragment(request) else "leads/kept.html"
    page = render_to_string(template, {"reference": reference, "email": enquiry.email})
    return HttpResponse(page, status=201)


def _not_stored(form: TalkToOurExpertsForm) -> HttpResponse:
    # The frame of our pages needs the database too, so this page stands alone, and holds what was typed.
    page = render_to_string("leads/not_stored.html", {"form": form})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})

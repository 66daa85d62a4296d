"""The visitor's own page about one enquiry. Mail scanners open every link, so nothing changes by looking.

There is no token against forged posts and no question for their origin: whoever can send one knows the link, which is
all that anybody needs. (With `no-referrer`, browsers call the origin of these posts "null", too.)
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leads import own_link, visitor
from leads.models import Lead
from leads.own_forms import AdditionForm, CorrectionForm
from leads.refusals import MAX_BODY_BYTES

View = Callable[..., HttpResponse]
SAID = {
    "added": "Thank you. What you added is with us.",
    "asked": "We have written to the new address. Please open the link in that e-mail.",
    "corrected": "Thank you. From now on we answer to this address.",
    "withdrawn": "You have withdrawn your enquiry. We will not contact you about it.",
}


class SeeOther(HttpResponseRedirect):
    status_code = 303


def quiet(view: View) -> View:
    """Kept by nobody, found by nobody, and told to no other page."""

    @csrf_exempt
    @cache_control(private=True, no_store=True)
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def quietly(request: HttpRequest, token: str) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            response = HttpResponse("This is longer than we can take.\n", "text/plain", 413)
        else:
            response = view(request, token)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return quietly


@quiet
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """What was received and who answers; POST adds something or asks to correct the address."""
    at = timezone.now()
    if (lead := own_link.find(token, at=at)) is None:
        return ended(request)
    typed = {name: request.POST.get(name, "").strip() for name in ["text", "email"]}
    adding, correcting = AdditionForm(initial=typed), CorrectionForm(initial=typed, present=lead.email)
    said = SAID.get(request.GET.get("done", ""), "")
    if request.method == "POST":
        said = ""
        done: Form
        if request.POST.get("do") == "correct":
            done = correcting = CorrectionForm(request.POST, present=lead.email)
            other = typed["text"]
        else:
            done = adding = AdditionForm(request.POST)
            other = typed["email"]
        if done.is_valid() and (taken := _taken(lead, done, at)):
            if not other:
                return _back(token, taken)
            # What is begun in the other field would be gone with another page.
            said = SAID[taken]
            adding, correcting = (
                (AdditionForm(), correcting)
                if done is adding
                else (adding, CorrectionForm(present=lead.email))
            )
    return _page(request, lead, token, adding, correcting, said=said)


def _taken(lead: Lead, form: Form, at: datetime) -> str:
    """What was done, a key of SAID; empty when it is too much, which the form says."""
    try:
        if isinstance(form, CorrectionForm):
            visitor.ask_to_correct(lead, form.cleaned_data["email"], at=at)
            return "asked"
        visitor.add(lead, form.cleaned_data["text"], at=at)
    except visitor.TooMuch as error:
        form.add_error(None, str(error))
        return ""
    return "added"


@quiet
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    if (lead := own_link.find(token, at=at)) is None:
        return ended(request)
    if request.method == "POST":
        visitor.withdraw(lead, at=at)
        return _back(token, "withdrawn")
    return render(request, "leads/yours_withdraw.html", {"lead": lead, "token": token})


@quiet
def erase(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    if (lead := own_link.find(token, at=at)) is None:
        return ended(request)
    if request.method == "POST":
        visitor.erase(lead, at=at)
        return render(request, "leads/yours_erased.html", {"lead": lead})
    return render(request, "leads/yours_erase.html", {"lead": lead, "token": token})


@quiet
def correction(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail to the new address: shows it, and uses it when its reader says so."""
    if (asked := own_link.find_correction(token, at=(at := timezone.now()))) is None:
        return ended(request)
    if request.method == "POST":
        lead = visitor.correct(asked, at=at)
        return SeeOther(f"{own_link.path(lead)}?done=corrected")
    return render(request, "leads/yours_correction.html", {"asked": asked, "lead": asked.lead})


def ended(request: HttpRequest) -> HttpResponse:
    """For every link that leads nowhere, the same. Not 404: addresses of those are counted and listed."""
    return render(request, "leads/yours_ended.html", status=410)


def _back(token: str, said: str) -> HttpResponse:
    return SeeOther(f"{reverse('leads:yours', args=[token])}?done={said}")


def _page(
    request: HttpRequest,
    lead: Lead,
    token: str,
    adding: AdditionForm,
    correcting: CorrectionForm,
    *,
    said: str,
) -> HttpResponse:
    context = {
        "lead": lead,
        "token": token,
        "adding": adding,
        "correcting": correcting,
        "wrong": next((form for form in (adding, correcting) if form.errors), None),
        "said": said,
        "additions": visitor.additions(lead),
        "is_withdrawn": visitor.is_withdrawn(lead),
        "ends_at": own_link.ends_at(lead),
    }
    return render(request, "leads/yours.html", context, status=422 if context["wrong"] else 200)

"""The inbox: a list and one lead beside it, and the addresses that its buttons and keys ask."""

import hashlib
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpResponse, HttpResponseNotModified, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config.words import one_line
from leads.admin import boxes, empty
from leads.admin.narrowing import FILTERS, Narrowing
from leads.admin.person import person
from leads.admin.press import AT_ONCE, LATER, VERBS, Outcome, PressForm, press
from leads.admin.story import story
from leads.admin.why import why
from leads.models import Lead, LeadEvent, Look, LostReason, OwnInbox, ReplyTemplate, SavedView, Stage
from leads.waiting import Promised

MOST_ROWS = 500  # that a page which was opened for long asks for again


class Inbox(admin.ModelAdmin):
    """The part of `LeadAdmin` that shows the inbox. Every address is for those who may see leads; pressing, for those
    who may change them.
    """

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("press/", guard(require_POST(self.press_view)), name="leads_lead_press"),
            path("keys/", guard(require_POST(self.keys_view)), name="leads_lead_keys"),
            path("views/", guard(require_POST(self.views_view)), name="leads_lead_views"),
            path("news/", guard(require_GET(self.news_view)), name="leads_lead_news"),
            *super().get_urls(),
        ]

    # -- showing ----------------------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._show(request, None)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        found = str(object_id).isdecimal() and len(str(object_id)) < 19
        lead = Lead.objects.with_story().filter(pk=object_id).first() if found else None
        if lead is None:
            messages.warning(request, "There is no such lead, or no longer.")
            return _redirect(QueryDict())
        Look.objects.record(lead, by=request.user, at=timezone.now())
        return self._show(request, lead)

    def _show(self, request, lead):
        stages, promised, at = Stage.names(), Promised.now(), timezone.now()
        narrowing = Narrowing(request.GET, stages=stages)
        part = request.GET.get("part")
        context = {
            "stages": stages,
            "narrowing": narrowing,
            "query": narrowing.query(),
            "may_change": self.has_change_permission(request),
            "may_assign": request.user.has_perm("leads.assign_lead"),
            "people": narrowing.people,
            "lead": lead,
            "now": at,
            "request": request,
        }
        if part != "list" and lead is not None:
            context |= self._pane(request, lead, stages, promised, at=at)
        if part != "pane":
            context |= self._list(request, narrowing, stages, promised, at=at, beside=lead and part != "list")
        if part in {"list", "pane"}:
            return TemplateResponse(request, f"leads/admin/_{part}.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "title": f"{lead.name} – Inbox" if lead else "Inbox",
            "opts": self.opts,
            "counts": self._counts(request, at=at),
            "newest": newest_event(),
            "keys_are_on": OwnInbox.has_keys_of(request.user),
            "saved_views": SavedView.objects.of(request.user),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "leads/admin/inbox.html", context)

    def _list(self, request, narrowing, names, promised, *, at, beside):
        box = narrowing.box_name
        runs = boxes.runs(box, Lead.objects.all(), person=request.user, at=at)
        rows = request.GET.get("rows", "")
        asked = int(rows) if rows.isdecimal() and len(rows) < 5 else 0
        size = min(asked, MOST_ROWS) or (boxes.BESIDE if beside else boxes.PAGE)
        page = boxes.page(
            [narrowing.narrowed(run) for run in runs], cursor=request.GET.get("after", ""), size=size
        )
        return {
            "box": box,
            "page": page,
            "rows": [(row, promised.waiting(row, at=at), names.get(row.stage)) for row in page.rows],
            "boxes": [(name, words, narrowing.query(box=name)) for name, words in boxes.BOXES.items()],
            "empty": None if page.rows else empty.words(narrowing, box),
            "more": f"{narrowing.query(box=narrowing.given.get('box', ''))}&after={page.next}"
            if page.next
            else "",
        }

    def _pane(self, request, lead, stages, promised, *, at):
        newest_win = Lead.objects.filter(stage="won").exclude(currency="").order_by("-received_at")
        return {
            "waiting": promised.waiting(lead, at=at),
            "story": story(lead, stages),
            "why": why(lead),
            "looks": lead.looks.select_related("by")[:10],
            "person": person(lead),
            "reasons": LostReason.objects.filter(is_retired=False),
            "later": [(name, words) for name, words in LATER.items() if name],
            "currency": newest_win.values_list("currency", flat=True).first() or "EUR",
            "steps": [stage for stage in Stage.objects.in_use() if not stage.is_our_own],
            **self._answer_templates(request, lead),
            "undo": request.GET.get("undo", ""),
            "seen": max((event.pk for event in lead.events.all()), default=0),
        }

    def _answer_templates(self, request, lead):
        """Each filled in for this lead; without scripts, `?template=` puts one into the form."""
        chosen, filled = request.GET.get("template", ""), []
        for one in ReplyTemplate.objects.all():
            subject, text = one.filled(lead, by=request.user)
            filled.append({"pk": one.pk, "name": one.name, "subject": subject, "text": text})
        begun = next((one for one in filled if str(one["pk"]) == chosen), None)
        return {"templates": filled, "begun": begun}

    def _counts(self, request, *, at):
        return boxes.counts(person=request.user, at=at)

    # -- news -------------------------------------------------------------------------------------------

    def news_view(self, request):
        """What a page that is open asks every few seconds: nothing but numbers. Unchanged, it is 304 and empty."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        news = {"newest": newest_event(), "counts": self._counts(request, at=timezone.now())}
        tag = f'"{hashlib.sha256(f"{request.user.pk} {news}".encode()).hexdigest()[:20]}"'
        if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = JsonResponse(news)
        answer["ETag"] = tag
        return answer

    # -- what is one's own ------------------------------------------------------------------------------

    def keys_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        OwnInbox.switch_keys(on=request.POST.get("keys") == "on", by=request.user)
        return _redirect(back_to(request.POST.get("back", "")))

    def views_view(self, request):
        """Keep this list under a name, or forget one of one's own."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = back_to(request.POST.get("back", ""))
        mine = SavedView.objects.filter(person=request.user)
        if gone := request.POST.get("forget"):
            mine.filter(pk=gone if gone.isdecimal() and len(gone) < 19 else 0).delete()
        elif not (name := one_line(request.POST.get("name", ""))[:40]):
            messages.warning(request, "A view needs a name.")
        else:
            shared = bool(request.POST.get("shared")) and request.user.has_perm("leads.assign_lead")
            mine.update_or_create(
                person=request.user,
                name=name,
                defaults={"query": back.urlencode()[:1000], "is_shared": shared},
            )
            messages.success(request, f"This list is kept as “{name}”.")
        return _redirect(back)

    # -- pressing ---------------------------------------------------------------------------------------

    def press_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = PressForm(request.POST)
        if request.POST.get("verb") == "assign" and not request.user.has_perm("leads.assign_lead"):
            raise PermissionDenied
        if not form.is_valid():
            return self._answer(request, Outcome("", refused=[form.first_error()]), status=422)
        leads = self._pressed(request, form)
        if not leads:
            return self._answer(request, Outcome("", refused=["Choose a lead first."]), status=422)
        outcome = press(form, leads, by=request.user, at=timezone.now())
        for lead in outcome.done:
            self.log_change(request, lead, f"{VERBS[outcome.verb].capitalize()}.")
        return self._answer(
            request, outcome, status=200 if outcome.done else 422 if outcome.seen is None else 409
        )

    def _pressed(self, request, form):
        ids = request.POST.getlist("lead")
        if since := form.cleaned_data["since"]:
            ids = [pair.split(":")[0] for pair in since.split(",")]
        numbers = [int(one) for one in ids if one.isdecimal() and len(one) < 19][:AT_ONCE]
        return list(Lead.objects.filter(pk__in=numbers).order_by("pk"))

    def _answer(self, request, outcome, *, status):
        """As numbers and sentences for a script, else as a page with the same sentences."""
        undo = ",".join(outcome.undo)
        if "application/json" in request.headers.get("Accept", ""):
            said = {"words": outcome.words, "refused": outcome.refused, "undo": undo, "seen": outcome.seen}
            return JsonResponse({"done": [lead.pk for lead in outcome.done], **said}, status=status)
        for sentence in outcome.refused:
            messages.warning(request, sentence)
        if outcome.words:
            messages.success(request, outcome.words)
        back = back_to(request.POST.get("back", ""))
        if undo:
            back["undo"] = undo
        pane = request.POST.get("pane", "")
        shown = pane.isdecimal() and len(pane) < 19 and Lead.objects.filter(pk=pane).exists()
        return _redirect(back, pane if shown else None)


def _redirect(back, pane=None):
    address = (
        reverse("admin:leads_lead_change", args=[pane]) if pane else reverse("admin:leads_lead_changelist")
    )
    return HttpResponseRedirect(f"{address}?{back.urlencode()}" if back else address)


def back_to(query: str) -> QueryDict:
    """The list that somebody came from; nothing else of what was sent."""
    back = QueryDict(mutable=True)
    for name, value in parse_qsl(query[:2000]):
        if name in {"box", "q", *FILTERS}:
            back[name] = value
    return back


def newest_event() -> int:
    """The number of the event that was written last, of any lead; by the primary key's index."""
    newest: dict[str, Any] = LeadEvent.objects.aggregate(pk=Max("pk"))
    return newest["pk"] or 0

"""The desk: one page on which an article is written, judged, planned and published."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from blog import checklist
from blog.admin import plans, rights, state
from blog.admin.article_form import ArticleForm, free_slug
from blog.admin.conflict import Conflict
from blog.admin.rights import SignedIn
from blog.models import Article, Revision, WorkingCopy
from blog.models.snapshot import Content, differences
from config.rich_text import editor_media


@dataclass
class Sheet:
    """An article as its writer has it before them: the row, what was written last, and what is typed and unsaved."""

    article: Article | None
    content: Content
    revision: Revision | None
    arrived: WorkingCopy | None = None  # what the server heard last, with its words or without
    copy: WorkingCopy | None = None
    form: ArticleForm = field(init=False)

    @property
    def seen(self) -> int:
        return self.revision.pk if self.revision else 0


def lay_out(request: SignedIn, article: Article | None) -> Sheet:
    revision = article.newest_revision() if article else None
    content = article.newest_content() if article else begin(request)
    copies = WorkingCopy.objects.filter(person=request.user, article=article).order_by("-typed_at")
    arrived = copies.first() if article else copies.with_words().first()
    copy = arrived if arrived and arrived.content is not None else None
    asked = request.GET.get("restore", "")  # of several that were begun
    if asked.isdecimal() and len(asked) < 19:
        copy = copies.with_words().filter(pk=asked).first() or copy
    return Sheet(article, content, revision, arrived, copy)


def begin(request: SignedIn) -> Content:
    """What a new article starts with: an author's own name."""
    own = getattr(request.user, "author", None)
    return {"authors": [own.pk] if own else []}


class Desk(rights.OwnArticles):
    """The part of `ArticleAdmin` that shows and answers the desk."""

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: Any = "", extra_context: Any = None
    ) -> Any:
        article = self._open(request, object_id)
        if object_id and article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if article is not None and not self.has_change_permission(request, article):
            return self.reading_view(request, article)
        sheet = lay_out(request, article)
        if request.method == "POST":
            return self._save(request, sheet)
        sheet.form = self._form(request, sheet)
        if sheet.copy and str(sheet.copy.pk) == request.GET.get("restore"):
            sheet.copy.take_over(tab=sheet.form.initial["tab"])
            return self._show(request, sheet, wish=self._restore(sheet, sheet.copy))
        return self._show(request, sheet)

    def _restore(self, sheet: Sheet, copy: WorkingCopy) -> plans.Wish:
        """The page shows the words of the copy."""
        typed = copy.content or {}
        sheet.form.show_typed(typed)
        sheet.form.initial["key"] = copy.key
        sheet.copy = None
        return plans.Wish.typed(typed)

    def _open(self, request: SignedIn, object_id: str | None) -> Article | None:
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.get_object(request, object_id)
        if article is not None and not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _form(self, request: SignedIn, sheet: Sheet, data: Any = None) -> ArticleForm:
        form = ArticleForm(data, article=sheet.article, content=sheet.content, seen=sheet.seen)
        if not rights.may(request, "change"):
            del form.fields["pins"]  # its search would show an author other people's drafts
        return form

    # -- saving -----------------------------------------------------------------------------------------------

    def _save(self, request: SignedIn, sheet: Sheet) -> HttpResponse:
        form = sheet.form = self._form(request, sheet, request.POST)
        button = plans.button_of(request.POST)
        if button.is_for_editors and not self.has_publish_permission(request):
            raise PermissionDenied
        wish = plans.Wish(request.POST)
        if not form.is_valid() or not wish.is_valid():
            return self._show(request, sheet, wish=wish)
        now = timezone.now()
        try:
            with transaction.atomic():
                revision = self._keep(request, sheet, wish, at=now)
        except Article.ChangedMeanwhile as error:
            return self._show_conflict(request, sheet, error.args[0])
        assert sheet.article is not None
        button.press(self, request, sheet.article, revision, wish, at=now)
        return HttpResponseRedirect(reverse("admin:blog_article_change", args=[sheet.article.pk]))

    def _show_conflict(self, request: SignedIn, sheet: Sheet, newest: Revision) -> HttpResponse:
        """What was written stays on the page, unsaved; the next save knows of the other."""
        form = sheet.form
        base = newest.article.revisions.filter(pk=form.cleaned_data["seen"]).first()
        conflict = Conflict(base.content if base else {}, form.content(), newest)
        form.data = {**dict(form.data.items()), "seen": str(newest.pk)}
        wish = plans.Wish.typed(dict(request.POST.lists()))
        return self._show(request, sheet, wish=wish, conflict=conflict)

    def _keep(self, request: SignedIn, sheet: Sheet, wish: plans.Wish, *, at: datetime) -> Revision:
        """A revision of what was written, unless it says the same as the newest. Raises `ChangedMeanwhile`."""
        content = self._signed(request, sheet.form.content())
        content |= Conflict.choices(request.POST, sheet.content)
        new = sheet.article is None
        if sheet.article is None:
            content["slug"] = free_slug(content["slug"], article=None)
            sheet.article = Article.objects.create(slug=content["slug"])
        seen = sheet.form.cleaned_data["seen"] if not new else 0
        if sheet.revision and seen == sheet.seen and not differences(sheet.revision.content, content):
            revision = sheet.revision
        else:
            revision = sheet.article.save_draft(
                content, at=at, by=request.user, seen=seen, note=wish.note_or_blank()
            )
        self._log(request, sheet.article, new)
        self._settle(request, sheet, at=at)
        return revision

    def _signed(self, request: SignedIn, content: Content) -> Content:
        """An author's article bears their name, whatever the page sent."""
        if not rights.may(request, "change"):
            own = rights.author_of(request)
            content["authors"] = list(dict.fromkeys([*content["authors"], own.pk]))
        return content

    def _settle(self, request: SignedIn, sheet: Sheet, *, at: datetime) -> None:
        assert sheet.article is not None
        given = sheet.form.cleaned_data
        page = {name: given[name] for name in ("key", "tab", "sequence")}
        WorkingCopy.settle(by=request.user, article=sheet.article, at=at, **page)

    def _log(self, request: SignedIn, article: Article, new: bool) -> None:
        if new:
            self.log_addition(request, article, "Begun.")
        else:
            self.log_change(request, article, "Saved.")

    # -- showing ----------------------------------------------------------------------------------------------

    def _show(
        self,
        request: SignedIn,
        sheet: Sheet,
        *,
        wish: plans.Wish | None = None,
        conflict: Conflict | None = None,
    ) -> HttpResponse:
        now, article, form = timezone.now(), sheet.article, sheet.form
        content = form.content() if form.is_bound and form.is_valid() else sheet.content
        context = {
            **self.admin_site.each_context(request),
            "title": str(article) if article else "A new article",
            "opts": self.opts,
            "original": article,
            "form": form,
            "media": editor_media(request, self.media + form.media),
            "standing": state.standing(article, sheet.revision, at=now),
            "findings": checklist.findings(content, article=article),
            "arrived": sheet.arrived,
            "unsaved": sheet.copy,
            "unsaved_elsewhere": self._unsaved_elsewhere(request, sheet),
            "conflict": conflict,
            "wish": wish or plans.Wish(),
            "plan": plans.of(article, at=now) if article else [],
            "may_publish": self.has_publish_permission(request),
            "has_delete_permission": article is not None and self.has_delete_permission(request, article),
            "time_zone": timezone.get_current_timezone_name(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/blog/article/desk.html", context)

    def _unsaved_elsewhere(self, request: SignedIn, sheet: Sheet) -> list[WorkingCopy]:
        """On the page for a new article: all that was begun and never saved."""
        if sheet.article or sheet.form.is_bound:
            return []
        copies = WorkingCopy.objects.with_words().filter(person=request.user, article=None)
        return [
            copy
            for copy in copies.order_by("-typed_at")[:5]
            if copy != sheet.copy and copy.key != sheet.form["key"].value()
        ]

    def reading_view(self, request: SignedIn, article: Article) -> HttpResponse:
        """For those who may read it here and not change it."""
        context = {
            **self.admin_site.each_context(request),
            "title": str(article),
            "opts": self.opts,
            "original": article,
            "standing": state.standing(article, article.newest_revision(), at=timezone.now()),
            "may_publish": self.has_publish_permission(request),
            "has_delete_permission": self.has_delete_permission(request, article),
        }
        return TemplateResponse(request, "admin/blog/article/read.html", context)

"""A page on which one tag or category is merged into another: says first what is touched."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from blog.models import Article


class MergeForm(forms.Form):
    def __init__(self, data: Any, *, row: Any) -> None:
        super().__init__(data)
        others = type(row)._default_manager.exclude(pk=row.pk).order_by("name")
        self.fields["into"] = forms.ModelChoiceField(others, label="Merge into", empty_label="Choose one")


class Merging:
    """For the admin of a model that is a `Shelf`. `carried_by`: the lookup from an article to it."""

    carried_by = ""
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        name = f"blog_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def may_merge(self, request: HttpRequest, row: Any = None) -> bool:
        may: Any = self
        return may.has_change_permission(request, row) and may.has_delete_permission(request, row)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None and self.may_merge(request, row):
            context["merge_url"] = reverse(f"admin:blog_{self.opts.model_name}_merge", args=[row.pk])
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def merge(self, request: Any, pk: int) -> HttpResponse:
        """What would be touched on GET; on POST it is done."""
        admin: Any = self
        row = get_object_or_404(admin.model, pk=pk)
        if not self.may_merge(request, row):
            raise PermissionDenied
        form = MergeForm(request.POST if request.method == "POST" else None, row=row)
        if request.method == "POST" and form.is_valid() and self._merged(request, row, form):
            return HttpResponseRedirect(reverse(f"admin:blog_{self.opts.model_name}_changelist"))
        articles = Article.objects.filter(**{self.carried_by: row})
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge “{row}”",
            "opts": self.opts,
            "original": row,
            "form": form,
            "live": articles.published(at=timezone.now()).count(),
            "all": articles.count(),
        }
        return render(request, "admin/blog/merge.html", context)

    def _merged(self, request: Any, row: Any, form: MergeForm) -> bool:
        admin: Any = self
        other = form.cleaned_data["into"]
        words = f"“{row}” is merged into “{other}”."
        try:
            row.merge_into(other)
        except row.CannotMerge as error:
            form.add_error("into", str(error))
            return False
        admin.log_change(request, other, words)
        admin.message_user(request, words, messages.SUCCESS)
        return True

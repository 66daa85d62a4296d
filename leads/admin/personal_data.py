"""The owner's page about personal data: how long it is kept, what there is about one person, and who took it out."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leads import person, retention
from leads.models import ExportRecord, Receipt, Retention

SHOWN = 30
ERASE = "erase"  # to be typed


class PersonForm(forms.Form):
    """An address is never in an address: this form is posted."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )


class EraseForm(PersonForm):
    word = forms.CharField(
        label=f"Type “{ERASE}” to erase", max_length=20, widget=forms.TextInput({"autocomplete": "off"})
    )

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().lower() != ERASE:
            raise forms.ValidationError(f"Nothing was erased: type “{ERASE}” to say that you mean it.")
        return ERASE


class RetentionForm(forms.ModelForm):
    class Meta:
        model = Retention
        fields = retention.KINDS
        widgets = {kind: forms.NumberInput({"min": 1, "max": 600}) for kind in retention.KINDS}


@admin.register(Receipt)
class PersonalDataAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        views = {"person": self.person, "take-out": self.take_out, "erase": self.erase}
        return [
            *(
                path(f"{name}/", self._own(view), name=f"leads_receipt_{view.__name__}")
                for name, view in views.items()
            ),
            *super().get_urls(),
        ]

    def _own(self, view: Any) -> Any:
        def checked(request: HttpRequest) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(require_POST(checked))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """GET shows what the rules would forget tonight; POST the same of new rules, or keeps them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if not self.has_change_permission(request):
            raise PermissionDenied
        rules = RetentionForm(request.POST, instance=Retention.current())
        if rules.is_valid() and "keep" in request.POST:
            rules.save()
            self.message_user(request, "Kept. It holds from tonight.", messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        return self._page(request, rules=rules)

    def person(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self._page(request, form=form)
        return self._about(request, form.cleaned_data["email"])

    def take_out(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self._page(request, form=form)
        now = timezone.now()
        copy = person.take_out(form.cleaned_data["email"], by=request.user, at=now)  # type: ignore[arg-type]
        name = f"personal-data-{now:%Y-%m-%d}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(copy, content_type="application/json; charset=utf-8", headers=headers)

    def erase(self, request: HttpRequest) -> HttpResponse:
        form = EraseForm(request.POST)
        if not form.is_valid():
            known = PersonForm(request.POST)
            if not known.is_valid():
                return self._page(request, form=known)
            return self._about(request, known.cleaned_data["email"], erasing=form)
        receipt = person.erase(form.cleaned_data["email"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        words = f"Erased. Receipt {receipt.pk} says what: it holds nothing about the person."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_receipt_changelist"))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:leads_receipt_changelist"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.changeform_view(request)

    def _about(self, request: HttpRequest, address: str, erasing: EraseForm | None = None) -> HttpResponse:
        return self._render(
            request,
            "leads/admin/person.html",
            title="What there is about this person",
            found=person.find(address),
            before=Receipt.objects.filter(person=Receipt.name_of(address)).select_related("by"),
            erasing=erasing or EraseForm(),
        )

    def _page(self, request: HttpRequest, **forms: Any) -> HttpResponse:
        rules = forms.get("rules") or RetentionForm(instance=Retention.current())
        is_wrong = rules.is_bound and not rules.is_valid()
        shown = Retention.current() if is_wrong else rules.instance
        return self._render(
            request,
            "leads/admin/personal_data.html",
            title="Personal data",
            form=forms.get("form") or PersonForm(),
            rules=rules,
            is_preview=rules.is_bound and not is_wrong,
            due=retention.preview(shown, at=timezone.now()),
            receipts=Receipt.objects.select_related("by")[:SHOWN],
            exports=ExportRecord.objects.select_related("by")[:SHOWN],
            may_change=self.has_change_permission(request),
        )

    def _render(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        return render(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )

from django import forms
from django.contrib import admin

from blog.models import MovedPage
from blog.models.moved_page import normalise


class MovedPageForm(forms.ModelForm):
    class Meta:
        model = MovedPage
        fields = ["old_path", "article", "new_path"]

    def clean_old_path(self):
        return normalise(self.cleaned_data["old_path"])

    def clean_new_path(self):
        """A place that has not moved itself: so no chain grows and no loop closes."""
        path = self.cleaned_data["new_path"]
        if path and (other := MovedPage.find(path)):
            raise forms.ValidationError(
                f"This page has moved itself, to {other.target()}: write that address."
            )
        return path

    def clean(self):
        super().clean()
        old, new = self.cleaned_data.get("old_path"), self.cleaned_data.get("new_path")
        if old and new and normalise(new) == old:
            self.add_error("new_path", "The page would lead to itself.")
        elif old and new and (leading := [page.old_path for page in leading_to(old)]):
            self.add_error("old_path", f"{', '.join(leading[:3])} leads here already: change that first.")
        return self.cleaned_data


def leading_to(path):
    """Those that lead to a path in one of its two spellings."""
    return MovedPage.objects.filter(new_path__in=[path, f"{path}/"])


@admin.register(MovedPage)
class MovedPageAdmin(admin.ModelAdmin):
    form = MovedPageForm
    list_display = ["old_path", "leads_to", "created_at"]
    list_select_related = ["article"]
    search_fields = ["old_path", "new_path"]
    search_help_text = "A part of the old or new address."
    autocomplete_fields = ["article"]
    show_full_result_count = False

    @admin.display(description="leads to")
    def leads_to(self, page):
        return page.target()

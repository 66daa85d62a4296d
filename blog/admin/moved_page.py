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

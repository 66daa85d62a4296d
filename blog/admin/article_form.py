from django import forms
from django.template.loader import render_to_string
from django.utils import timezone

from blog.editor import BodyField
from blog.models import Article, Tag

STALE = (
    "Somebody else has saved this article since you opened it. What you wrote is still here, and nothing of theirs is "
    "lost: open the article in another tab to compare. Saving again puts your words in the place of theirs."
)


class TagsWidget(forms.TextInput):
    """Commas by hand; with scripts, one tag at a time with suggestions (static/admin_theme/tags.js)."""

    def format_value(self, value):
        if value is not None and not isinstance(value, str):
            value = ", ".join(sorted(f'"{tag.name}"' if "," in tag.name else tag.name for tag in value))
        return super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        known = Tag.objects.values_list("name", flat=True)
        return render_to_string("admin/blog/article/_tags.html", {"field": field, "known": known})


class ArticleForm(forms.ModelForm):
    body = BodyField(label="Body", required=False)
    publish_at = forms.SplitDateTimeField(
        label="Publish at",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
        help_text="The day and time from which visitors see it.",
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # which save this page shows

    class Meta:
        model = Article
        fields = [
            *("title", "summary", "body", "category", "tags", "hero", "hero_is_shown"),
            *("slug", "language", "search_title", "search_description"),
        ]
        widgets = {
            "title": forms.TextInput(attrs={"class": "title-field"}),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "search_description": forms.Textarea(attrs={"rows": 3}),
            "tags": TagsWidget,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = last_save(self.instance)

    def clean_body(self):
        """An untouched body stays as it is, whatever spelling came back."""
        return self.cleaned_data["body"] if "body" in self.changed_data else self.initial.get("body", "")

    def clean(self):
        """The database says the same of a published article, but knows no field to stand beside."""
        super().clean()
        cleaned = self.cleaned_data
        self._refuse_a_stale_page()
        for name in ["summary", "body", "category"] if self.instance.published_at else []:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(
                    name, "A published article cannot be without. Withdraw it first, or fill this in."
                )
        if "_schedule" in self.data and "publish_at" not in self.errors:
            at = cleaned.get("publish_at")
            if not at:
                self.add_error("publish_at", "Choose the day and time for “Schedule”.")
            elif at <= timezone.now():
                self.add_error("publish_at", "Choose a moment that is still to come, or use “Publish now”.")
        return cleaned

    def _refuse_a_stale_page(self):
        if self.instance.pk is None or "seen" not in self.fields:
            return
        # The admin saves in a transaction: from here to its end nobody else changes this article.
        newest = last_save(Article.objects.select_for_update(of=("self",)).get(pk=self.instance.pk))
        if self.cleaned_data.get("seen", "") != newest:
            self.data = {**dict(self.data.items()), self.add_prefix("seen"): newest}
            self.add_error(None, STALE)


def last_save(article):
    return article.edited_at.isoformat() if article.edited_at else ""

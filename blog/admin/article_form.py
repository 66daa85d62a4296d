"""The desk's form: everything an editor can say about an article, complete or not."""

import uuid
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.text import slugify

from blog.admin.picks import PicksField
from blog.admin.picture_field import PictureWidget
from blog.admin.tag_names import few_names
from blog.editor import BodyField
from blog.models import Article, Author, Category, Tag
from blog.models.article import RESERVED_SLUGS
from blog.models.snapshot import LISTS, REFERENCES, SWITCHES, TEXTS, Content
from blog.touches import address_touches

NAMES = [  # in the order in which the page shows them
    *("title", "summary", "body", "category", "tags", "authors", "hero", "hero_is_shown", "pins"),
    *("slug", "language", "search_title", "search_description", "is_indexed", "canonical_address"),
    *("social_title", "social_text", "social_picture"),
]
UNKEPT = {"csrfmiddlewaretoken"}  # of what a page sends, never part of a working copy


class TagsWidget(forms.TextInput):
    """Commas by hand; with scripts, one tag at a time with suggestions (static/admin_theme/tags.js)."""

    def format_value(self, value):
        if value is not None and not isinstance(value, str):
            value = ", ".join(f'"{tag}"' if "," in str(tag) else str(tag) for tag in value)
        return super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        return render_to_string("admin/blog/article/_tags.html", {"field": field, "known": few_names()})


def _field(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """An address typed without a scheme is meant to be https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class ArticleForm(forms.ModelForm):
    """Valid whenever it can be kept; whether it may be published is the checklist's matter (blog/checklist.py).

    It never writes the row: `content()` is what a revision keeps.
    """

    body = BodyField(label="Body", required=False)
    authors = PicksField(label="Authors", required=False, queryset=Author.objects.all(), search="author")
    pins = PicksField(
        label="Related articles chosen by hand",
        required=False,
        queryset=Article.objects.out_of_bin(),
        search="other",
        help_text="They come before the best matches.",
    )

    # Which page this is, and what it began with.
    key = forms.UUIDField(widget=forms.HiddenInput)
    tab = forms.UUIDField(widget=forms.HiddenInput)
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**12)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Article
        fields = [name for name in NAMES if name not in {"authors", "pins"}]
        formfield_callback = _field
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "placeholder": "Title"}),
            "summary": forms.Textarea(
                attrs={"rows": 2, "placeholder": "Two sentences that say who should read on"}
            ),
            "search_description": forms.Textarea(attrs={"rows": 3}),
            "social_text": forms.Textarea(attrs={"rows": 2}),
            "tags": TagsWidget,
            "hero": PictureWidget,
            "social_picture": PictureWidget,
        }

    def __init__(
        self,
        data: Any = None,
        *,
        article: Article | None,
        content: Content,
        seen: int,
        key: Any = None,
    ) -> None:
        self.article = article
        # Never the row itself: Django would check it as if it were published already.
        blank = Article(pk=article.pk if article else None)
        page = {"key": key or uuid.uuid4(), "tab": uuid.uuid4(), "sequence": 0, "seen": seen}
        super().__init__(data, instance=blank, initial={**blank_content(), **content, **page})
        self.initial["tags"] = [Tag(name=name) for name in self.initial["tags"]]
        self.fields["slug"].required = self.fields["title"].required = False
        if article and article.published_at:
            self.fields["slug"].help_text = address_touches(article)
        self.fields["category"].queryset = Category.objects.all()  # type: ignore[attr-defined]
        if article:
            self.fields["pins"].leave_out(article.pk)  # type: ignore[attr-defined]
        for name in ("authors", "pins"):
            self.fields[name].know(self._ids(name))  # type: ignore[attr-defined]

    def _ids(self, name: str) -> list[int]:
        value = self.data.get(name, "") if self.is_bound else self.initial.get(name, [])
        return [int(pk) for pk in value.split(",") if pk.isdecimal()] if isinstance(value, str) else value

    def show_typed(self, typed: dict[str, list[str]]) -> None:
        """The page shows what a working copy holds, as it was typed, without a word about mistakes."""
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        for name in [*NAMES, "seen"]:
            if name in self.fields and (name in data or name in {"hero_is_shown", "is_indexed"}):
                self.initial[name] = self.fields[name].widget.value_from_datadict(data, {}, name)
        for name in ("authors", "pins"):
            if name in self.fields:
                self.fields[name].know(self._ids(name))  # type: ignore[attr-defined]

    # -- checks ---------------------------------------------------------------------------------------------

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self) -> str:
        """An untouched body stays as it is, whatever spelling came back."""
        was = self.initial.get("body", "")
        is_changed = self.fields["body"].has_changed(was, self["body"].data)
        return self.cleaned_data["body"] if is_changed else was

    def clean_slug(self) -> str:
        """Made from the title where none is given; a new article finds a free one, a known one is told of a clash."""
        slug = self.cleaned_data["slug"]
        if slug:
            return slug
        wanted = slugify(self.cleaned_data.get("title") or "")[:180] or f"untitled-{uuid.uuid4().hex[:8]}"
        return free_slug(wanted, article=self.article)

    def validate_unique(self) -> None:
        """Said by the checklist, and by the database at publish: two drafts may wish for one address."""
        if self.article is None and "slug" not in self.errors:
            taken = Article.objects.filter(slug=self.cleaned_data.get("slug"))
            if taken.exists():
                self.add_error("slug", "Another article has this address.")

    def validate_constraints(self) -> None:
        """Those of a row; this is a draft."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "title"}  # type: ignore[misc]

    # -- what it says ---------------------------------------------------------------------------------------

    def content(self) -> Content:
        """What a revision keeps; fields that this person does not see stay as they were. Needs `is_valid()`."""
        cleaned = self.cleaned_data
        content: Content = {name: self.initial.get(name) for name in NAMES}
        for name in NAMES:
            if name in cleaned:
                content[name] = cleaned[name]
        for name in REFERENCES:
            content[name] = getattr(content[name], "pk", content[name])
        content["tags"] = sorted(str(tag) for tag in content["tags"] or [])
        for name in LISTS:
            content[name] = list(content[name] or [])
        return content


def blank_content() -> Content:
    """What an article begins with."""
    blank = Article()
    defaults = {name: getattr(blank, name) for name in TEXTS + SWITCHES}
    return {**defaults, **dict.fromkeys(REFERENCES), **{name: [] for name in LISTS}}


def free_slug(wanted: str, *, article: Article | None) -> str:
    others = Article.objects.exclude(pk=article.pk) if article else Article.objects.all()
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True)) | set(RESERVED_SLUGS)
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{number}" for number in range(2, 10_000) if f"{wanted}-{number}" not in taken)


def typed(data: QueryDict) -> dict[str, list[str]]:
    """What a page sent, as a working copy keeps it."""
    return {name: values for name, values in data.lists() if name not in UNKEPT}

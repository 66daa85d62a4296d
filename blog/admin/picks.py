"""Several rows of a model, chosen by their names and put in an order: authors, related articles."""

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class PicksWidget(forms.HiddenInput):
    """Ids with commas between; static/admin_theme/desk/picks.js makes a list of it that can be searched and sorted."""

    def __init__(self, *, search: str, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.search, self.label = search, label
        self.names: dict[int, str] = {}
        self.but: int | None = None

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else ",".join(str(pk) for pk in value or [])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = [int(pk) for pk in self.format_value(value).split(",") if pk.isdecimal()]
        rows = [{"id": pk, "text": self.names[pk]} for pk in chosen if pk in self.names]
        given = {"field": super().render(name, value, attrs, renderer), "name": name, "label": self.label}
        return render_to_string(
            "admin/blog/article/_picks.html",
            {**given, "chosen": json.dumps(rows), "search": self.search, "but": self.but},
        )


class PicksField(forms.Field):
    """Cleans to a list of ids in their order, each once, all of which exist."""

    def __init__(self, *, queryset: Any, search: str, **kwargs: Any) -> None:
        self.queryset = queryset
        super().__init__(widget=PicksWidget(search=search, label=str(kwargs.get("label"))), **kwargs)

    def leave_out(self, pk: int) -> None:
        """Neither offered nor taken."""
        self.queryset = self.queryset.exclude(pk=pk)
        self.widget.but = pk  # type: ignore[attr-defined]

    def know(self, ids: list[int]) -> None:
        """The names of what is chosen, for the page."""
        self.widget.names |= {row.pk: str(row) for row in self.queryset.filter(pk__in=ids)}  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> list[int]:
        ids = [int(pk) for pk in (value or "").split(",") if pk.isdecimal() and len(pk) < 19]
        there = set(self.queryset.filter(pk__in=ids).values_list("pk", flat=True))
        return [pk for pk in dict.fromkeys(ids) if pk in there]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)

"""A filter of lists by year and month of one of their moments; `date_hierarchy` would read every row to name them."""

import re
from datetime import datetime
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Max, Min
from django.template.defaultfilters import date
from django.utils import timezone

PERIOD = re.compile(r"((?:19|20)\d{2})(?:-(0[1-9]|1[0-2]))?")
MONTHS_AT_ONCE = 24  # more of them are offered year by year


class PeriodFilter(SimpleListFilter):
    """`?month=2026` or `?month=2026-05`, of the person's time zone. Costs two look-ups in the index of `moment`."""

    title = "month"
    parameter_name = "month"
    moment: str  # the field

    def lookups(self, request, model_admin):
        """From the newest, those without rows too; of a long time the years, and the months of the chosen one."""
        rows = model_admin.model._default_manager.order_by()
        first, last = rows.aggregate(first=Min(self.moment), last=Max(self.moment)).values()
        if first is None:
            return []
        months = range(_number(last), _number(first) - 1, -1)
        if len(months) <= MONTHS_AT_ONCE:
            return [_month(number) for number in months]
        chosen = PERIOD.fullmatch(self.value() or "")
        found = []
        for year in range(months[0] // 12, months[-1] // 12 - 1, -1):
            found.append((str(year), str(year)))
            if chosen and int(chosen[1]) == year:
                found += [_month(number) for number in months if number // 12 == year]
        return found

    def queryset(self, request, queryset):
        if not (match := PERIOD.fullmatch(self.value() or "")):
            return queryset
        begin = int(match[1]) * 12 + int(match[2] or 1) - 1
        end = begin + (1 if match[2] else 12)
        return queryset.filter(
            **{f"{self.moment}__gte": _begin_of(begin), f"{self.moment}__lt": _begin_of(end)}
        )


def period_of(field: str, called: str = "month") -> Any:
    """The filter over a field of the list's model."""
    return type("PeriodFilter", (PeriodFilter,), {"moment": field, "title": called})


def _month(number: int) -> tuple[str, str]:
    first = datetime(number // 12, number % 12 + 1, 1)
    return f"{first:%Y-%m}", date(first, "F Y")


def _begin_of(number: int) -> datetime:
    return timezone.make_aware(datetime(number // 12, number % 12 + 1, 1))


def _number(moment: datetime) -> int:
    local = timezone.localtime(moment)
    return local.year * 12 + local.month - 1

"""What the library can be narrowed to: by use, alternative text, size and month."""

import re
from datetime import datetime

from django.contrib.admin import SimpleListFilter
from django.template.defaultfilters import date
from django.utils import timezone

from blog import picture_uses
from blog.models import Picture

WIDE_ENOUGH = 1200  # pixels: what a large card in a messenger and a hero on a phone want
MONTH = re.compile(r"(20\d{2}|19\d{2})-(0[1-9]|1[0-2])")


class UseFilter(SimpleListFilter):
    title = "use"
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("no", "Not used"), ("yes", "Used")]

    def queryset(self, request, queryset):
        narrow = {"no": picture_uses.unused, "yes": picture_uses.used}.get(self.value() or "")
        return narrow(queryset) if narrow else queryset


class AltFilter(SimpleListFilter):
    title = "alternative text"
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("missing", "Missing"), ("written", "Written")]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.filter(alt="")
        return queryset.exclude(alt="") if self.value() == "written" else queryset


class SizeFilter(SimpleListFilter):
    title = "size"
    parameter_name = "size"

    def lookups(self, request, model_admin):
        return [("small", f"Under {WIDE_ENOUGH} pixels wide"), ("large", "Wide enough")]

    def queryset(self, request, queryset):
        if self.value() == "small":
            return queryset.filter(width__lt=WIDE_ENOUGH)
        return queryset.filter(width__gte=WIDE_ENOUGH) if self.value() == "large" else queryset


class MonthFilter(SimpleListFilter):
    title = "month"
    parameter_name = "month"

    def lookups(self, request, model_admin):
        """Down to the oldest upload, months without one too: two look-ups in the index."""
        newest, oldest = Picture.objects.first(), Picture.objects.last()
        if newest is None or oldest is None:
            return []
        first, last = (_number(picture.uploaded_at) for picture in (oldest, newest))
        months = [datetime(number // 12, number % 12 + 1, 1) for number in range(last, first - 1, -1)]
        return [(f"{month:%Y-%m}", date(month, "F Y")) for month in months]

    def queryset(self, request, queryset):
        if not (match := MONTH.fullmatch(self.value() or "")):
            return queryset
        number = int(match[1]) * 12 + int(match[2]) - 1
        begin, end = (
            timezone.make_aware(datetime(number // 12, number % 12 + 1, 1)) for number in (number, number + 1)
        )
        return queryset.filter(uploaded_at__gte=begin, uploaded_at__lt=end)


def _number(moment: datetime) -> int:
    local = timezone.localtime(moment)
    return local.year * 12 + local.month - 1

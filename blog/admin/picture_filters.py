"""What the library can be narrowed to: by use, alternative text and size."""

from django.contrib.admin import SimpleListFilter

from blog import picture_uses

WIDE_ENOUGH = 1200  # pixels: what a large card in a messenger and a hero on a phone want


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

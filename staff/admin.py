from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from staff.forms import NewPersonForm, PersonForm
from staff.models import Absence, User


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(str(pk), name.capitalize()) for pk, name in Group.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return queryset.filter(groups=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Changing people is nearly as much as being a superuser, so: an owner gives roles, a superuser alone
    makes, changes or deletes superusers. Nobody hands out single permissions.
    """

    form = PersonForm
    add_form = NewPersonForm
    list_display = ["name", "email", "roles", "is_staff", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    filter_horizontal = []
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["name", "email", "time_zone", "password"]}),
        ("Access", {"fields": ["groups", "is_staff", "is_active"]}),
        ("Dates", {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["name", "email", "groups", "password1", "password2"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and request.user.is_superuser:
            return [*fieldsets, ("Operator", {"fields": ["is_superuser"]})]
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    @staticmethod
    def _is_above(request, obj):
        return obj is not None and obj.is_superuser and not request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return not self._is_above(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not self._is_above(request, obj) and super().has_delete_permission(request, obj)

    def user_change_password(self, request, id, form_url=""):
        """Django asks only after it has answered that there is no such person."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.display(description="roles")
    def roles(self, person):
        names = [group.name.capitalize() for group in person.groups.all()]
        return ", ".join(["Superuser"] * person.is_superuser + names) or "–"


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin):
    list_display = ["person", "from_on", "until_on", "note"]
    list_display_links = ["person", "from_on"]
    list_select_related = ["person"]
    search_fields = ["person__name", "note"]
    show_full_result_count = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, "queryset": User.objects.filter(is_active=True, is_staff=True)}
        )

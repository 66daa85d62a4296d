"""The forms for people. No field here can make a superuser; who may see them is decided in `staff.admin`."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, ReadOnlyPasswordHashField
from django.contrib.auth.models import Group

from staff.models import User
from staff.roles import OWNER, ROLES


class RolesField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Group.objects.filter(name__in=ROLES),
            label="Roles",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="What this person may see and do; several add up.",
            **kwargs,
        )

    def label_from_instance(self, group: Group) -> str:
        return group.name.capitalize()


class PersonForm(forms.ModelForm):
    password = ReadOnlyPasswordHashField(label="Password")
    groups = RolesField()
    by: User  # who is at the keyboard; the admin sets it on a subclass for each request

    class Meta:
        model = User
        fields = ["name", "email", "password", "groups", "is_staff", "is_active"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if self.instance.pk == self.by.pk and not self.by.is_superuser and not self._keeps_access(cleaned):
            raise forms.ValidationError(
                "This would lock you out: somebody else has to take your own access away."
            )
        return cleaned

    def _keeps_access(self, cleaned: dict[str, Any]) -> bool:
        roles = {group.name for group in cleaned.get("groups") or []}
        return bool(cleaned.get("is_staff") and cleaned.get("is_active") and OWNER in roles)


class NewPersonForm(AdminUserCreationForm):
    usable_password = None  # type: ignore[assignment]
    groups = RolesField()

    class Meta:
        model = User
        fields = ["name", "email", "groups"]
        field_classes: dict[str, type[forms.Field]] = {}

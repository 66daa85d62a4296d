"""What each person sets up for themselves in the inbox."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from staff.models import User


class OwnInbox(models.Model):
    """Without a row everything is as it comes."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="own_inbox"
    )
    has_keys = models.BooleanField(default=True)  # WCAG 2.1.4: single keys can be switched off

    def __str__(self) -> str:
        return str(self.person_id)

    @classmethod
    def has_keys_of(cls, person: "User") -> bool:
        found = cls.objects.filter(person=person).values_list("has_keys", flat=True).first()
        return found is not False

    @classmethod
    def switch_keys(cls, *, on: bool, by: "User") -> None:
        cls.objects.update_or_create(person=by, defaults={"has_keys": on})


class SavedViews(models.QuerySet["SavedView"]):
    def of(self, person: "User") -> "SavedViews":
        """Their own, and those that are shared with everybody."""
        return self.filter(Q(person=person) | Q(is_shared=True))


class SavedView(models.Model):
    """A list that somebody looks at often: its name, and what stands in its address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField("shared with everybody", default=False)

    objects = SavedViews.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="leads_own_view_has_one_name")]

    def __str__(self) -> str:
        return self.name

"""The demo's assignment rules: one by category, which goes on, and one by country."""

from django.conf import settings

from blog.models import Category
from leads.models import AssignmentRule, RuleMember
from staff.models import User

HOSTING, NORTH = "Hosting and performance", "Calls from the north"


def seed() -> None:
    """Switched off where mails really go out: nobody who does not exist is written to."""
    fields = {"is_on": not settings.EMAIL_URL}
    hosting = AssignmentRule.objects.create(name=HOSTING, position=10, minutes=30, **fields)
    hosting.categories.set(Category.objects.filter(slug="hosting-performance"))
    north = AssignmentRule.objects.create(name=NORTH, position=20, countries="DK, NO, SE", **fields)
    hannah = User.objects.get(email="hannah@webzworld.example")
    marcus = User.objects.get(email="sales@example.com")
    RuleMember.objects.bulk_create(
        [
            RuleMember(rule=hosting, person=marcus, weight=2),
            RuleMember(rule=hosting, person=hannah, hours="9:00–13:00"),
            RuleMember(rule=north, person=marcus),
        ]
    )


def remove() -> None:
    AssignmentRule.objects.filter(name__in=[HOSTING, NORTH]).delete()

import pytest

from blog.models import Article, Author, Category, MissingPage, MovedPage, Picture, Rule, Tag
from brand.models import BusinessHours, Company, Holiday, Page
from leads.facts import catch_up
from leads.models import (
    AssignmentRule,
    Delivery,
    Lead,
    LeadFacts,
    LearntSign,
    LostReason,
    Receipt,
    ReplyTemplate,
    Stage,
    Webhook,
)
from reviews.models import ReviewLink
from staff.models import Absence, User
from staff.roles import SALES
from tests.brand.factories import make_page
from tests.factories import NOW, make_article, make_picture, make_user
from tests.leads.factories import make_lead, make_rule, make_webhook
from tests.signed_in import sign_in

__all__ = ["sign_in"]


@pytest.fixture
def rows(settings):
    """One row of every model, none of them anybody's own; model → primary key."""
    article = make_article("A stranger’s draft", published_at=None, tags=["secret"], hero=make_picture())
    lead = make_lead(article=make_article("A live one").slug)
    catch_up()
    Company.objects.create(name="Webzworld")
    article.save_draft(article.newest_content(), at=NOW, by=None)
    found = {
        Article: article,
        Author: article.authors.get(),
        Category: article.category,
        Tag: article.tags.get(),
        Picture: article.hero,
        MovedPage: MovedPage.objects.create(old_path="/old", article=article),
        MissingPage: MissingPage.objects.create(path="/missing", first_seen_at=NOW, last_seen_at=NOW),
        Company: Company.objects.get(),
        BusinessHours: BusinessHours.objects.create(),
        Holiday: Holiday.objects.create(on=NOW.date(), name="Founders’ day"),
        Page: make_page(),
        Rule: Rule.objects.create(key="hero", level="warn"),
        ReviewLink: ReviewLink.objects.first()
        or ReviewLink.objects.create(platform="X", label="X", address="https://example.com"),
        Lead: lead,
        Delivery: lead.deliveries.first(),
        Webhook: make_webhook(),
        AssignmentRule: make_rule(make_user(role=SALES)),
        Stage: Stage.objects.create(slug="proposal", name="Proposal", kind="qualified"),
        LostReason: LostReason.objects.first() or LostReason.objects.create(name="Elsewhere"),
        ReplyTemplate: ReplyTemplate.objects.create(name="Thanks", text="Dear {name}, thanks."),
        LeadFacts: lead.facts,
        Receipt: Receipt.objects.create(kind="erased", at=NOW),
        LearntSign: LearntSign.objects.create(sign="casino", spam=4, good=0),
        User: make_user("somebody@example.com", role=SALES),
    }
    found[Absence] = Absence.objects.create(person=found[User], from_on=NOW.date(), until_on=NOW.date())
    return {model: row.pk for model, row in found.items()}

"""Every kind of page in a real browser: no complaint under the strict policy, nothing wider than a phone, no finding of axe."""

# ruff: noqa: F811 - fixtures are taken by name

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from blog.models import Comment, MissingPage, MovedPage, PreviewLink
from tests.brand.factories import make_page
from tests.factories import NOW, make_article, make_picture, make_user
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.editing import AREA
from tests.leads.factories import make_lead, make_rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses():
    hero, wide = make_picture(), "<th>Unbreakablewords</th>" * 12
    article = make_article(
        "A live article with a title that is rather long, so that lists and forms have to break it",
        hero=hero,
        tags=["one", "two"],
        body=f'<h2>A</h2><p>b</p><figure><img src="{hero.file.url}" alt="x" data-file="{hero.pk}"><figcaption>C</figcaption></figure>'
        f"<table><thead><tr>{wide}</tr></thead><tbody><tr>{wide}</tr></tbody></table><pre><code>x</code></pre>",
    )
    make_article("A draft", published_at=None)
    make_article("Withdrawn", withdrawn_at=NOW)
    make_article("Scheduled", published_at=datetime(2099, 5, 20, 8, 0, tzinfo=UTC))
    binned = make_article("Binned")
    binned.bin(at=NOW, by=None)
    revision = article.save_draft(
        {**article.newest_content(), "title": "Another title", "body": "<h2>A</h2><p>c</p>"}, at=NOW, by=None
    )
    article.plan_change(revision, datetime(2099, 5, 21, 8, 0, tzinfo=UTC), at=NOW, by=None)
    Comment.objects.create(article=article, at=NOW, text="Look at the second paragraph.")
    PreviewLink.objects.create(
        article=article, by=None, made_at=NOW, expires_at=datetime(2099, 1, 1, tzinfo=UTC)
    )
    page = make_page(body="<p>What we keep.</p>")
    MissingPage.objects.create(path="/2016/03/" + "a-long-address-" * 9, first_seen_at=NOW, last_seen_at=NOW)
    MovedPage.objects.create(old_path="/2016/04/" + "a-long-address-" * 9, article=article)
    lead = make_lead(article=article.slug)
    rule = make_rule(make_user(role="sales"), make_user(role="sales"), countries="DE, AT", minutes=30)
    lists = [
        *("blog_article", "blog_picture", "blog_category", "blog_tag", "blog_author", "blog_movedpage"),
        *("brand_page", "reviews_reviewlink", "leads_lead", "leads_delivery", "staff_user"),
        "leads_assignmentrule",
    ]
    forms = [
        ("blog_article", article),
        ("blog_picture", hero),
        ("brand_page", page),
        ("leads_lead", lead),
        ("leads_assignmentrule", rule),
        ("blog_author", article.authors.get()),
    ]
    return [
        "/admin/",
        *(reverse(f"admin:{name}_changelist") for name in lists),
        *(reverse(f"admin:{name}_change", args=[row.pk]) for name, row in forms),
        *(
            reverse(f"admin:{name}_add")
            for name in ["blog_article", "blog_picture", "blog_category", "staff_user"]
        ),
        reverse("admin:brand_company_change", args=[1]),
        reverse("admin:blog_article_withdraw", args=[article.pk]),
        *(reverse(f"admin:blog_picture_{name}", args=[hero.pk]) for name in ["delete", "replace"]),
        *(
            reverse(f"admin:blog_article_{name}", args=[article.pk])
            for name in ["revisions", "compare", "comments", "links", "put_in"]
        ),
        reverse("admin:blog_article_take_out", args=[binned.pk]),
        f"{reverse('admin:blog_article_month')}?month=2099-05",
        f"{reverse('admin:blog_article_changelist')}?state=binned",
        reverse("admin:blog_rule_changelist"),
        reverse("admin:own_settings"),
        f"{reverse('admin:leads_assignmentrule_try')}?country=DE&try=1",
        reverse("admin:blog_missingpage_changelist"),
        reverse("admin:blog_movedpage_take_in"),
        reverse("admin:blog_tag_merge", args=[article.tags.first().pk]),
        reverse("admin:password_change"),
    ]


def test_no_page_is_wider_than_a_phone_the_browser_does_not_complain_and_axe_finds_nothing(
    addresses, open_admin, live_server
):
    sign_in_page = open_admin(size=PHONE)
    wider, found = {"sign-in": beyond(sign_in_page)}, {"sign-in": violations(sign_in_page)}
    page = open_admin("owner", size=PHONE)
    for address in addresses:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(f"{live_server.url}{address}")
        settle(page)
        wider[address] = beyond(page)
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        found[address] = violations(page)
    assert {address: pixels for address, pixels in wider.items() if pixels > 0} == {}
    assert {address: listed for address, listed in found.items() if listed} == {}


def beyond(page):
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def settle(page):
    """Until the text editor, which comes after the page, stands."""
    if page.locator("textarea[data-django-prose-editor-configurable]").count():
        page.wait_for_selector(AREA)


def test_on_a_phone_the_menu_opens_and_leads_on(open_admin):
    page = open_admin("editor", size=PHONE)
    assert page.get_by_role("link", name="Pictures").is_hidden()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Pictures").click()
    page.wait_for_url("**/admin/blog/picture/")

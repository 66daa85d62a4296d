"""Who may open which address of the admin. A new address fails in the tests beside until somebody decides that."""

import re

from django.contrib import admin
from django.urls import reverse
from django.urls.resolvers import URLResolver

from blog.models import Article
from staff.models import User
from staff.roles import AUTHOR, EDITOR, OWNER, ROLES, SALES, SALES_LEAD

SUPERUSER = "superuser"
NOBODY, STAFF = set(), {*ROLES, SUPERUSER}
BLOG = {EDITOR, OWNER, SUPERUSER}
WRITERS = BLOG | {AUTHOR}
OWNERS = {OWNER, SUPERUSER}
LEADING = {SALES_LEAD, OWNER, SUPERUSER}
ALL_SALES = {SALES, SALES_LEAD, OWNER, SUPERUSER}

# Who may open each address, of a row that is not their own. The site's own addresses are open to all staff.
MAY_OPEN = {
    **dict.fromkeys(["index", "jsi18n", "password_change", "password_change_done"], STAFF),
    "app_list blog": WRITERS,
    "app_list brand": {EDITOR, SALES_LEAD, OWNER, SUPERUSER},
    "app_list leads": ALL_SALES,
    "app_list reviews": BLOG,
    "app_list staff": LEADING,
    "blog_article_changelist": WRITERS,
    "blog_article_add": WRITERS,
    **dict.fromkeys([f"blog_article_{name}" for name in ["change", "withdraw", "put_in", "take_out"]], BLOG),
    **dict.fromkeys([f"blog_article_{name}" for name in ["revisions", "compare", "comments", "links"]], BLOG),
    **dict.fromkeys(["blog_article_month", "blog_article_tags"], WRITERS),
    **dict.fromkeys(["blog_article_delete", "blog_article_history"], NOBODY),  # lead to ours
    **{f"blog_rule_{name}": BLOG for name in ["changelist", "history"]},
    **{f"blog_rule_{name}": NOBODY for name in ["add", "change", "delete"]},
    "article_links": WRITERS,
    "own_settings": STAFF,
    **dict.fromkeys(
        [f"blog_picture_{name}" for name in ["changelist", "add", "change", "history", "library"]], WRITERS
    ),
    **dict.fromkeys(["blog_picture_delete", "blog_picture_replace"], BLOG),
    **{
        f"blog_{model}_{name}": WRITERS if name in {"changelist", "change", "history"} else BLOG
        for model in ["author", "category", "tag"]
        for name in ["changelist", "add", "change", "history", "delete"]
    },
    **{f"blog_movedpage_{name}": BLOG for name in ["changelist", "add", "change", "history", "delete"]},
    **dict.fromkeys(["blog_category_merge", "blog_tag_merge"], BLOG),
    **dict.fromkeys(["blog_movedpage_take_in", "blog_movedpage_write_out"], BLOG),
    **{f"blog_missingpage_{name}": BLOG for name in ["changelist", "change", "history", "delete"]},
    "blog_missingpage_add": NOBODY,
    **{f"brand_page_{name}": {EDITOR, OWNER, SUPERUSER} for name in ["changelist", "change", "history"]},
    **{f"brand_page_{name}": OWNERS for name in ["add", "delete"]},
    **{f"brand_company_{name}": OWNERS for name in ["changelist", "change", "history"]},
    **{f"brand_company_{name}": NOBODY for name in ["add", "delete"]},
    **{f"brand_businesshours_{name}": LEADING for name in ["changelist", "change", "history"]},
    **{f"brand_businesshours_{name}": NOBODY for name in ["add", "delete"]},
    **{f"brand_holiday_{name}": LEADING for name in ["changelist", "add", "change", "history", "delete"]},
    **{f"reviews_reviewlink_{name}": BLOG for name in ["changelist", "add", "change", "history", "delete"]},
    **{f"leads_lead_{name}": ALL_SALES for name in ["changelist", "change", "history"]},
    "leads_lead_news": ALL_SALES,
    "leads_lead_add": NOBODY,
    **{
        f"leads_{model}_{name}": LEADING
        for model in ["assignmentrule", "stage", "lostreason", "replytemplate"]
        for name in ["changelist", "add", "change", "history"]
    },
    "leads_stage_delete": NOBODY,
    **dict.fromkeys(
        [f"leads_{model}_delete" for model in ["assignmentrule", "lostreason", "replytemplate"]], LEADING
    ),
    "leads_assignmentrule_try": LEADING,
    "leads_lead_delete": OWNERS,
    **{f"leads_delivery_{name}": ALL_SALES for name in ["changelist", "change", "history"]},
    **{f"leads_delivery_{name}": NOBODY for name in ["add", "delete"]},
    **{f"leads_webhook_{name}": LEADING for name in ["changelist", "add", "change", "history", "delete"]},
    "leads_leadfacts_rows": LEADING,
    "leads_leadfacts_changelist": LEADING,
    **{f"leads_leadfacts_{name}": NOBODY for name in ["add", "change", "delete", "history"]},
    "leads_receipt_changelist": OWNERS,
    **{f"leads_receipt_{name}": NOBODY for name in ["add", "change", "delete", "history"]},
    **{f"leads_learntsign_{name}": ALL_SALES for name in ["changelist", "change", "history"]},
    **{f"leads_learntsign_{name}": NOBODY for name in ["add", "delete"]},
    "leads_outbox": OWNERS,
    "leads_letter": OWNERS,
    **{f"staff_absence_{name}": LEADING for name in ["changelist", "add", "change", "history", "delete"]},
    **{f"staff_user_{name}": OWNERS for name in ["changelist", "add", "change", "history"]},
    "staff_user_delete": {SUPERUSER},
    "auth_user_password_change": OWNERS,
}
# Those that show no page: who may press them. All of them do nothing on GET.
MAY_PRESS = {
    **dict.fromkeys(["blog_article_keep", "blog_article_unsaved"], WRITERS),
    **dict.fromkeys([f"blog_article_{name}" for name in ["discard", "restore", "name", "change_plan"]], BLOG),
    "blog_article_discard_begun": WRITERS,
    "leads_delivery_again": LEADING,
    "mentions_again": OWNERS,
    **dict.fromkeys([f"leads_lead_{name}" for name in ["press", "keys", "views"]], ALL_SALES),
    "leads_leadfacts_export": OWNERS,
    **{f"leads_receipt_{name}": OWNERS for name in ["person", "take_out", "erase"]},
    "blog_picture_change_details": BLOG,  # an author only for what they uploaded
}
MAY_OPEN |= dict.fromkeys(MAY_PRESS, NOBODY)
# Answered by no page of their own: tested below, or plain sign-in and redirects.
ELSEWHERE = {"login", "logout", "autocomplete", "view_on_site", "blog_picture_upload", None}


def flat(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flat(pattern.url_patterns)
        else:
            yield pattern


def addresses(rows):
    """(label in MAY_OPEN, address) of everything under /admin/."""
    by_prefix = {f"{model._meta.app_label}_{model._meta.model_name}": pk for model, pk in rows.items()}
    by_prefix["auth_user"] = rows[User]
    for pattern in flat(admin.site.get_urls()):
        name = pattern.name
        if name in ELSEWHERE:
            continue
        if name == "app_list":
            for app in sorted({model._meta.app_label for model in admin.site._registry}):
                yield f"app_list {app}", reverse("admin:app_list", args=[app])
        elif "<" not in str(pattern.pattern) and "(" not in str(pattern.pattern):
            yield name, reverse(f"admin:{name}")
        elif name in {"blog_article_restore", "blog_article_name"}:
            revision = Article.objects.get(pk=rows[Article]).revisions.first()
            yield name, reverse(f"admin:{name}", args=[rows[Article], revision.pk])
        elif name == "blog_article_discard_begun":
            yield name, reverse(f"admin:{name}", args=["6a5f0c2e-4e2b-4c57-9c11-0d6a0a6a3c11"])
        elif name == "leads_letter":
            yield name, reverse("admin:leads_letter", args=["20260504-093000-1.log"])
        else:
            prefix = "_".join(name.split("_")[:2])
            yield name, reverse(f"admin:{name}", args=[by_prefix[prefix]])


def is_open(response):
    if (
        response.status_code == 302
    ):  # the company's list leads to its form; a row that is not yours leads away
        return (
            re.fullmatch(r"/admin/brand/(company|businesshours)/1/change/", response["Location"]) is not None
        )
    assert response.status_code in {200, 403, 404, 405}
    return response.status_code == 200

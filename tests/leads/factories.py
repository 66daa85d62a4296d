"""Plain makers of leads; valid and dull."""

import itertools

from leads.models import AssignmentRule, Lead, RuleMember, Webhook
from leads.receiving import Enquiry, receive
from tests.factories import NOW, make_user

_count = itertools.count(1)


def make_enquiry(**fields):
    number = next(_count)
    return Enquiry(
        **{
            "name": "Ada Quinn",
            "email": f"ada{number}@client.example.com",
            "message": f"We need a new shop, number {number}.",
            **fields,
        }
    )


def make_lead(*, at=NOW, stage=None, expert=None, quarantined=False, value=None, **fields):
    """Received as any other; then claimed and moved if told so. Its mails' jobs are deferred, not run."""
    if quarantined:
        fields = {"name": "Win at https://spam.example.com", **fields}
    lead = receive(make_enquiry(**fields), at=at)
    if expert:
        lead.claim(by=expert, at=at)
    if stage and stage != Lead.Stage.NEW:
        lead.move(stage, by=expert or make_user(), at=at, value=value)
    return lead


def make_webhook(**fields):
    return Webhook.objects.create(
        **{
            "name": f"CRM {next(_count)}",
            "address": "https://crm.example.com/hook",
            "events": [Webhook.Event.RECEIVED],
            **fields,
        }
    )


def posted(**fields):
    """What the form's page sends."""
    number = next(_count)
    return {
        "name": "Ada Quinn",
        "email": f"ada{number}@client.example.com",
        "message": f"We need a new shop, number {number}.",
        **fields,
    }


def make_rule(*people, weights=(), hours=(), categories=(), **fields):
    rule = AssignmentRule.objects.create(**{"name": f"Rule {next(_count)}", **fields})
    rule.categories.set(categories)
    for place, person in enumerate(people):
        RuleMember.objects.create(
            rule=rule,
            person=person,
            weight=weights[place] if weights else 1,
            hours=hours[place] if hours else "",
        )
    return rule

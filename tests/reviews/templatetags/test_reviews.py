import pytest
from django.template.loader import render_to_string

from brand.models import Company
from reviews.models import ReviewLink
from reviews.templatetags.reviews import review_links

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_others():
    ReviewLink.objects.all().delete()


def make_link(platform, **fields):
    return ReviewLink.objects.create(
        **{
            "platform": platform,
            "label": f"Review on {platform}",
            "address": f"https://{platform.lower()}.example/",
            **fields,
        }
    )


def test_links_come_in_the_order_of_the_admin_without_the_hidden_ones():
    second, first = make_link("Google", position=2), make_link("Trustpilot", position=1)
    make_link("Clutch", is_shown=False)
    assert review_links() == [first, second]


def test_without_a_link_there_is_no_box():
    make_link("Google", is_shown=False)
    assert render_to_string("reviews/_box.html", {"company": Company()}).strip() == ""


@pytest.mark.parametrize("icon", ReviewLink.Icon.values)
def test_each_button_has_its_own_sign_that_readers_skip(icon):
    make_link("Google", icon=icon)
    box = render_to_string("reviews/_box.html", {"company": Company()})
    assert box.count('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"') == 1
    others = {render_to_string("reviews/_icon.html", {"icon": other}) for other in ReviewLink.Icon.values}
    assert len(others) == len(ReviewLink.Icon.values)

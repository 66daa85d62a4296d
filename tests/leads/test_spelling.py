import pytest

from leads.spelling import meant


@pytest.mark.parametrize(
    "domain", ["gmial.com", "gmal.com", "gmaill.com", "gmail.co", "gmail.con", "ggmail.com"]
)
def test_one_slip_away_from_a_common_domain_is_asked_about(domain):
    assert meant(f"ada@{domain}") == "ada@gmail.com"


@pytest.mark.parametrize(
    "address",
    ["ada@gmail.com", "ada@live.com", "ada@mail.com", "ada@example.com", "ada", "@gmial.com", "", "a@"],
)
def test_other_addresses_are_not_asked_about(address):
    assert meant(address) == ""

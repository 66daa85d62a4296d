import pytest

from blog.importers.embeds import page_of


@pytest.mark.parametrize(
    ("player", "page"),
    [
        ("https://www.youtube-nocookie.com/embed/aeQX16HCKSs", "https://www.youtube.com/watch?v=aeQX16HCKSs"),
        ("http://youtube.com/embed/aeQX16HCKSs?rel=0&start=3", "https://www.youtube.com/watch?v=aeQX16HCKSs"),
        ("https://player.vimeo.com/video/8812?x=1", "https://vimeo.com/8812"),
        ("https://maps.example/embed/1", "https://maps.example/embed/1"),
    ],
)
def test_a_player_leads_to_its_page(player, page):
    assert page_of(player) == page

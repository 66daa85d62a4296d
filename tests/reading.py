"""What a test sees of a public page."""

from lxml import html


class Seen:
    """A parsed page: `texts` of what a selector finds, `links` below it, in the order of the page."""

    def __init__(self, response):
        assert response.status_code == 200, response.status_code
        self.tree = html.fromstring(response.content.decode())

    def texts(self, path):
        return [" ".join(found.text_content().split()) for found in self.tree.xpath(path)]

    def links(self, path):
        return self.tree.xpath(f"{path}/@href")

    def titles(self):
        """Of the cards."""
        return self.texts("//article[contains(@class, 'card')]//*[contains(@class, 'card__title')]")


def classed(name, tag="*"):
    return f"//{tag}[contains(concat(' ', @class, ' '), ' {name} ')]"

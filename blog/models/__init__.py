from blog.models.article import Article
from blog.models.author import Author, Authorship
from blog.models.category import Category
from blog.models.import_record import ImportRecord
from blog.models.moved_page import MovedPage
from blog.models.picture import Picture, Rendition
from blog.models.pin import Pin
from blog.models.publication import Publication
from blog.models.tag import Tag, Tagging

__all__ = [
    "Article",
    "Author",
    "Authorship",
    "Category",
    "ImportRecord",
    "MovedPage",
    "Picture",
    "Pin",
    "Publication",
    "Rendition",
    "Tag",
    "Tagging",
]

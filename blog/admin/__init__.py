from blog.admin.article import ArticleAdmin
from blog.admin.moved_page import MissingPageAdmin, MovedPageAdmin
from blog.admin.picture import PictureAdmin
from blog.admin.rule import RuleAdmin
from blog.admin.shelves import AuthorAdmin, CategoryAdmin, TagAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "CategoryAdmin",
    "MissingPageAdmin",
    "MovedPageAdmin",
    "PictureAdmin",
    "RuleAdmin",
    "TagAdmin",
]

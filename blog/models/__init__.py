from blog.models.article import Article
from blog.models.author import Author, Authorship
from blog.models.category import Category, FormerCategory
from blog.models.comment import Comment
from blog.models.former_file import FormerFile
from blog.models.import_record import ImportRecord
from blog.models.missing_page import MissingPage
from blog.models.moved_page import MovedPage, MovedPageHits
from blog.models.picture import Picture
from blog.models.pin import Pin
from blog.models.planned_change import PlannedChange
from blog.models.presence import Presence
from blog.models.preview_link import PreviewLink
from blog.models.publication import Publication
from blog.models.reads import DailyReads
from blog.models.recent_reads import RecentReads
from blog.models.related_list import RelatedList
from blog.models.rendition import Rendition
from blog.models.revision import Revision, RevisionPicture
from blog.models.rule import Rule
from blog.models.tag import Tag, Tagging, TagSynonym
from blog.models.working_copy import WorkingCopy

__all__ = [
    "Article",
    "Author",
    "Authorship",
    "Category",
    "Comment",
    "DailyReads",
    "FormerCategory",
    "FormerFile",
    "ImportRecord",
    "MissingPage",
    "MovedPage",
    "MovedPageHits",
    "Picture",
    "Pin",
    "PlannedChange",
    "Presence",
    "PreviewLink",
    "Publication",
    "RecentReads",
    "RelatedList",
    "Rendition",
    "Revision",
    "RevisionPicture",
    "Rule",
    "Tag",
    "TagSynonym",
    "Tagging",
    "WorkingCopy",
]

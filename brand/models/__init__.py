from brand.models.company import Company
from brand.models.page import Page

__all__ = ["Company", "Page"]

from brand.models.business_hours import BusinessHours, Holiday
from brand.models.company import Company
from brand.models.kept_promise import KeptPromise
from brand.models.page import Page

__all__ = ["BusinessHours", "Company", "Holiday", "KeptPromise", "Page"]

"""Ground module: pages of lists that may be long, counted exactly as long as that is quick. Imports no app."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

EXACT = 10_000  # rows; PostgreSQL counts by visiting each


class LongListPaginator(Paginator):
    """`count` is exact up to `EXACT` rows; above it is what PostgreSQL's planner expects, and `is_estimated` says so.

    The last page may then be missing or empty; from the other end of the order it is the first. `object_list` is a
    queryset; one query more where the count is estimated.
    """

    is_estimated = False

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        counted = rows.order_by().values("pk")[: EXACT + 1].count()
        if counted <= EXACT:
            return counted
        self.is_estimated = True
        expected = json.loads(rows.order_by().values("pk").explain(format="json"))[0]["Plan"]["Plan Rows"]
        return max(EXACT + 1, _rounded(expected))


def _rounded(number: int) -> int:
    """To two digits, as nobody should read more into it."""
    unit = 10 ** max(0, len(str(number)) - 2)
    return round(number / unit) * unit

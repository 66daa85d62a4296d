"""What won leads are worth, each currency for itself: sums of unlike money would be no money at all."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Self


class Worth(dict[str, Decimal]):
    """Currency → sum, without those that are zero. The currency of a worth that came without one is an empty text."""

    @classmethod
    def of(cls, amounts: Iterable[tuple[str, Decimal]]) -> Self:
        worth = cls()
        for currency, amount in amounts:
            worth.add(currency, amount)
        return worth

    def add(self, currency: str, amount: Decimal) -> None:
        if amount:
            self[currency] = self.get(currency, Decimal()) + amount

    def largest_first(self) -> list[tuple[str, Decimal]]:
        return sorted(self.items(), key=lambda item: (-item[1], item[0]))

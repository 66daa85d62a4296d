"""Ground module: new objects of a model, for where they come by the hundred. Imports no app."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


class Blank(NamedTuple):
    values: dict[str, Any]
    varying: dict[str, Callable[[], Any]]  # by attribute: defaults that are made anew for each
    names: frozenset[str]


def fresh(model: type[M], **fields: Any) -> M:
    """As `model(**fields)` in a fifth of the time: it remembers what the columns' defaults are, and no signal is sent.

    Raises `TypeError` for what is no field.
    """
    blank = _blank(model)
    if not blank.names.issuperset(fields):
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(fields.keys() - blank.names))}.")
    made = model.__new__(model)
    vars(made).update(blank.values, _state=ModelState())
    for name, default in blank.varying.items():
        if name not in fields:
            setattr(made, name, default())
    for name, value in fields.items():
        setattr(made, name, value)
    return made


@cache
def _blank(model: type[Model]) -> Blank:
    fields = model._meta.concrete_fields
    return Blank(
        {name: value for name, value in vars(model()).items() if name != "_state"},
        {
            field.attname: field.get_default
            for field in fields
            if field.has_default() and callable(field.default)
        },
        frozenset(name for field in fields for name in (field.name, field.attname)),
    )

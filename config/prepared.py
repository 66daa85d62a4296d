"""Ground module: statements that are asked very often, read and planned by the server once. Imports no app.

Django makes the text of a query anew each time and writes the values into it, so PostgreSQL plans it anew, too. Where
hundreds of visitors send at once that is most of the work (docs/decisions/0009-an-enquiry-in-two-statements.md). A
connection keeps what it prepared; a pooler between us must hand it on (PgBouncer does from 1.21) or give each of our
connections one of its own.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, Expression, Func, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class _Cursor(ServerBindingCursor):
    def execute(self, query: str, params: Any = None) -> Any:
        return super().execute(query, params, prepare=True)  # type: ignore[misc]


def ask(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows. Counted, wrapped and translated as every other query of Django's is."""
    # As connection.cursor() does, with a cursor of another kind.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0
    with connection._prepare_cursor(_Cursor(raw)) as cursor:  # type: ignore[attr-defined, call-arg]
        cursor.execute(sql, values)
        return cursor.fetchall()


class Given(Expression):
    """Stands in a queryset for a value that comes later."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> Any:
        return "%s", [self]


class AnyOf(Func):
    """Whether a column's value stands in an array, which may be `Given`."""

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()


class Asked(Expression):
    """Stands in a queryset for one field of each of the things that `Each` asks about."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: object, connection: Any) -> Any:
        return f"asked.{connection.ops.quote_name(self.name)}", []


class Prepared:
    """Querysets that `make` gives, made into SQL once in each process."""

    def __init__(self, make: Callable[[], Sequence["QuerySet[Any, Any]"]]) -> None:
        self._make = make

    @cached_property
    def _parts(self) -> list[tuple[str, Sequence[Any]]]:
        return [queryset.query.sql_with_params() for queryset in self._make()]

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """What the first of them finds."""
        return ask(self._parts[0][0], _filled(self._parts[0][1], given))

    @cached_property
    def _together(self) -> str:
        return f"SELECT {self._lists}"

    @cached_property
    def _lists(self) -> str:
        return ", ".join(f"ARRAY({sql})" for sql, _ in self._parts)

    def lists(self, **given: Any) -> tuple[list[Any], ...]:
        """What each of them finds, in their order; each has one column."""
        values = [value for _, values in self._parts for value in values]
        return ask(self._together, _filled(values, given))[0]


class PreparedObjects(Generic[M]):
    """The same for objects, with what `select_related` and annotations bring. Nothing is prefetched."""

    def __init__(self, make: Callable[[], "QuerySet[M, M]"]) -> None:
        self._make = make

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, Sequence[Any]]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        return compiler, sql, values

    @cached_property
    def _build(self) -> Callable[[Sequence[Any]], M]:
        """As django.db.models.query.ModelIterable does, with everything that is the same each time done once."""
        compiler, _, _ = self._compiled
        info, annotations = compiler.klass_info, compiler.annotation_col_map
        model, own = info["model"], slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in compiler.select[own]]
        related = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # of Django 6

        def build(row: Sequence[Any]) -> M:
            found: M = model.from_db(connection.alias, names, row[own])
            for one in related:
                one.populate(row, found)
            for name, place in annotations.items():
                setattr(found, name, row[place])
            return found

        return build

    @cached_property
    def _converters(self) -> Any:
        compiler, _, _ = self._compiled
        return compiler.get_converters([column[0] for column in compiler.select])

    def all(self, **given: Any) -> list[M]:
        compiler, sql, values = self._compiled
        rows: Iterable[Any] = ask(sql, _filled(values, given))
        if self._converters:
            rows = compiler.apply_converters(rows, self._converters)
        return [self._build(row) for row in rows]

    def first(self, **given: Any) -> M | None:
        return next(iter(self.all(**given)), None)


class Each(Prepared):
    """The same about several things at once, in one statement. `fields` is what is known of a thing, each with the
    name of its type in the database; the querysets say `Asked` for it, and each has one column.
    """

    def __init__(self, make: Callable[[], Sequence["QuerySet[Any, Any]"]], fields: Mapping[str, str]) -> None:
        super().__init__(make)
        self._fields = fields

    @cached_property
    def _together(self) -> str:
        fields = ", ".join(f"{connection.ops.quote_name(name)} {kind}" for name, kind in self._fields.items())
        return f"SELECT {self._lists} FROM jsonb_to_recordset(%s::jsonb) AS asked (place int, {fields}) ORDER BY place"

    def of(self, things: Sequence[Mapping[str, Any]]) -> list[tuple[list[Any], ...]]:
        """For each thing, in their order: what each of the querysets finds."""
        asked = json.dumps([{"place": place, **thing} for place, thing in enumerate(things)], default=str)
        return ask(self._together, [*(value for _, values in self._parts for value in values), asked])


def _filled(values: Sequence[Any], given: Mapping[str, Any]) -> list[Any]:
    return [given[value.name] if isinstance(value, Given) else value for value in values]

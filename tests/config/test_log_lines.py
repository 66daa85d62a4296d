import logging
import sys

import psycopg
import pytest
from django.db import DataError, connection

from config.log_lines import Line

TYPED = "Ada Quinn\nof Quinn"


def line(run):
    try:
        run()
    except Exception:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "It broke", None, sys.exc_info())
        return Line("{levelname} {message}", style="{").format(record)


def ask(*values):
    with connection.cursor() as cursor:
        cursor.execute(*values)


@pytest.mark.django_db
def test_of_a_database_error_only_what_it_says_of_its_own_names_stays():
    def asked():
        ask("SELECT CAST(%s AS integer)", [TYPED])

    told = line(asked).splitlines()
    assert (told[0], told[-1]) == (
        "ERROR It broke",
        "django.db.utils.DataError: invalid input syntax for type integer",
    )
    assert [words for words in told if TYPED[:4] in words] == []


@pytest.mark.django_db
def test_a_database_error_behind_another_one_is_told_like_that_too():
    def wrapped():
        try:
            ask("SELECT CAST(%s AS integer)", [TYPED])
        except DataError as error:
            raise ExceptionGroup("both", [RuntimeError("other"), error]) from None

    assert ("RuntimeError: other" in line(wrapped), TYPED[:4] in line(wrapped)) == (True, False)


def test_other_errors_and_an_error_without_words_are_told_as_ever():
    def broken():
        raise RuntimeError('the value: "x"')

    def silent():
        raise psycopg.OperationalError

    assert line(broken).endswith('RuntimeError: the value: "x"')
    assert line(silent).endswith("psycopg.OperationalError")


def test_addresses_by_which_somebody_may_act_are_not_told():
    shown = Line("{message}", style="{").format(
        logging.LogRecord(
            *("x", logging.ERROR, "x.py", 1, "Internal Server Error: %s"),
            ("/talk-to-our-experts/yours/BL-7K3F9Q4.token/erase/",),
            None,
        )
    )
    assert shown == "Internal Server Error: /talk-to-our-experts/yours/…/erase/"

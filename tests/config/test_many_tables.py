import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.start import readying

SQUASHED = {
    ("blog", "0001_squashed_0015_recent_reads"),
    ("leads", "0001_squashed_0019_words_are_kept"),
}
BESIDE = ("taggit", "0004_alter_taggeditem_content_type_alter_taggeditem_tag")


def test_one_step_knows_of_each_table_what_the_many_know_that_it_stands_for():
    alone = MigrationLoader(None)
    many = MigrationLoader(None, replace_migrations=False)
    assert set(alone.replacements) == SQUASHED
    before = many.project_state([*(alone.replacements[key].replaces[-1] for key in SQUASHED), BESIDE])
    after = alone.project_state(list(SQUASHED))
    assert MigrationAutodetector(before, after).changes(alone.graph) == {}


@pytest.mark.django_db
def test_a_database_that_has_passed_the_many_is_told_of_the_one_when_the_site_starts():
    """Or it would be made a second time, once the many are gone."""
    recorder = MigrationRecorder(connection)
    for key in SQUASHED:
        recorder.record_unapplied(*key)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    readying.migrate()
    assert set(recorder.applied_migrations()) > SQUASHED

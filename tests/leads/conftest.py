import pytest
from django.db import connection


@pytest.fixture
def no_old_jobs(transactional_db):
    """Tests that commit leave jobs behind: their table is not one of our models, so it is not emptied for us."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

"""Which words so many leads hold that an index does not help to find them."""

from django.db import connection

MANY = 0.02  # of all leads

# What PostgreSQL's own statistics tell, up to a thousand words; after the shares stand two figures about them.
COMMON = """
SELECT word, share FROM pg_stats,
    unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common(word, share)
WHERE schemaname = current_schema() AND tablename = 'leads_lead' AND attname = 'searched' AND word IS NOT NULL
"""


def common(beginnings: list[str]) -> set[str]:
    """Those of the beginnings of words that many leads hold. One query; a site that was never analysed has none."""
    with connection.cursor() as cursor:
        cursor.execute(COMMON)
        shares = cursor.fetchall()
    return {one for one in beginnings if sum(share for word, share in shares if word.startswith(one)) > MANY}

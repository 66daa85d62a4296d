"""Enquiries under faults: is each that a visitor was thanked for stored, once? `.venv/bin/python -m bench.lead_storm`

    [--posts 10000] [--processes 4] [--quiet 3000] [--seed 1] [--only kill-worker,full-disk] [--folder var]

Starts a site of its own (`bin/start` in a new folder, or in one that an earlier site has left). First a round without
faults, for the rate, beside the same posts to a bare Django view that writes one row (`ceiling.py`). Then visitors
(`visitors.py`) write from several processes, press twice, send again, go back and use two tabs, while one thing after
another breaks (`faults.py`): SIGKILL to web server, worker and PostgreSQL, an orderly stop, silence, all connections
used up, a full disk (as root only), a mail server that refuses, stalls or hangs up. At the end what visitors were told
is compared with what the database holds (`comparison.py`); the exit code is 0 when nothing is lost, doubled, renamed or
without its mails.
"""

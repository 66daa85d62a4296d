"""What `bin/start` runs: makes the site ready, then keeps its web server and its worker alive until told to stop.

`wording`, `ground` and `guard` use nothing but the standard library: `bin/prepare.py` needs them before there are
packages.
"""

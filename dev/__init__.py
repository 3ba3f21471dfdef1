"""Everything behind `make`: gets Odoo and PostgreSQL, builds databases, starts servers,
runs tests.

Needs nothing but Python's standard library, and puts all that it makes into one ignored
folder, `.dev/`. `python3 -m dev --help` lists the commands; `docs/development.md` tells
how the parts work together.
"""

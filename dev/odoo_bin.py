"""Starts Odoo where it comes as a package, without its own `odoo-bin`; used with
PYTHONPATH set by dev.odoo.
"""

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder, whose modules (odoo.py) would hide the real ones
    import odoo.cli

    odoo.cli.main()

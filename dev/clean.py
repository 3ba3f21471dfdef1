"""`make clean`: stops everything, and removes all that was downloaded or made."""

import shutil

from . import console, demo, paths, postgres


def run():
    """Remove the private folder, and the cluster wherever it is."""
    if not paths.HOME.exists():
        return
    demo.stop_server()
    with console.step(f"removal of {paths.HOME.name}/"):
        if paths.POSTGRES.exists():
            postgres.remove()
        shutil.rmtree(paths.HOME)

"""Sealing a text with a key that is kept in a file, and who asks to open one.

A sealed text is Fernet's (AES in CBC mode with an HMAC), of the library that Odoo
itself requires.
"""

import builtins
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


def seal(text, key):
    """Return ``text`` as nobody can read it without ``key`` (bytes)."""
    return Fernet(key).encrypt(text.encode()).decode()


def unseal(token, key):
    """Return the text again, or ``None`` where another ``key`` has sealed it."""
    try:
        return Fernet(key).decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def read_key(path):
    """Return the key in the file ``path``, or ``None`` if there is no such file.

    It is read each time and kept nowhere: what stands in a module can be printed.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


def make_key(path):
    """Write a new key to ``path``, unless another process is first; return the key."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Complete before it has its name, and readable by the server's user alone.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # the other process's key
            os.link(draft, path)
    finally:
        os.unlink(draft)
    return read_key(path)


def is_sandboxed(frame):
    """Tell whether code that is kept in the database is running, above ``frame``.

    Odoo runs such code (server actions, computed custom fields, templates, domains)
    with builtins of its own; what is installed on the server has Python's.
    """
    genuine = vars(builtins)
    while frame is not None:
        if frame.f_builtins is not genuine:
            return True
        frame = frame.f_back
    return False

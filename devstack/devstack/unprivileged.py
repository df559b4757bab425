"""Starts as root a server that refuses to run as root."""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from devstack.errors import LocalNetworkError

NOBODY = 65534
NAMESPACE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
CHANGE_OF_USER = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
PROBE_TIMEOUT_S = 10


@functools.cache
def prefix() -> tuple[str, ...]:
    """The prefix of a command by which it does not see itself as root; empty for another user.

    In a user namespace the server believes to be `nobody` while its files stay root's. Where namespaces are forbidden
    (a container without that capability) the user is changed for real, and `hand_over` gives it its folder.
    Raises LocalNetworkError when neither works.
    """
    if os.geteuid() != 0:
        return () if _has_name() or not _works(NAMESPACE) else tuple(NAMESPACE)
    for words in (NAMESPACE, CHANGE_OF_USER):
        if _works(words):
            return tuple(words)
    raise LocalNetworkError(
        "PostgreSQL refuses to run as root, and here neither `unshare --user` nor `setpriv --reuid` is allowed: "
        "run as a plain user"
    )


def hand_over(folder: Path) -> None:
    """Gives `folder` and all in it to the user that the server will run as. Raises LocalNetworkError when it cannot."""
    if os.geteuid() != 0:
        _refuse_foreign(folder)
        return
    owner = NOBODY if list(prefix()) == CHANGE_OF_USER else 0
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != owner:
            os.chown(path, owner, owner, follow_symlinks=False)
    if owner == NOBODY:
        _refuse_unreachable(folder)


def _has_name() -> bool:
    """Whether the user id has a name, which PostgreSQL needs and some containers do not provide."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _works(words: list[str]) -> bool:
    if shutil.which(words[0]) is None:
        return False
    try:
        done = subprocess.run([*words, "true"], capture_output=True, timeout=PROBE_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _refuse_foreign(folder: Path) -> None:
    if folder.stat().st_uid != os.geteuid():
        raise LocalNetworkError(f"{folder} belongs to another user (was the network once started as root?): remove it")


def _refuse_unreachable(folder: Path) -> None:
    seen = subprocess.run([*CHANGE_OF_USER, "test", "-x", str(folder)], check=False, timeout=PROBE_TIMEOUT_S)
    if seen.returncode != 0:
        raise LocalNetworkError(
            f"PostgreSQL must run as another user here, and that user cannot enter {folder}: choose a folder below /tmp"
        )

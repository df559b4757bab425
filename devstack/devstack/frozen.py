"""`python -m devstack.frozen`: what was released, stored or applied once is never edited, by git's own history.

Files under these paths are only ever added. A digest kept beside them could be written anew together with an edit;
the history of the repository cannot, so the question is put to git: every commit behind HEAD, and the work tree.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = "tests/stored/**/*.digests"
FOLDERS = ("libs/contracts/released", "tests/stored", ":(glob)**/migrations/*.sql", f":(exclude,glob){DIGESTS}")
"""Files that are only added. Files of digests grow as well, by lines."""
CHANGES = "--diff-filter=MDRT"
"""Every kind of change except an addition: modified, deleted, renamed, made another type."""


def broken(root: Path = ROOT, folders: tuple[str, ...] = FOLDERS) -> Iterator[str]:
    """One line for each frozen file that some commit, or the work tree, changed after it was first committed."""
    log = _git(root, "log", "-m", "--first-parent", "--format=commit %h", "--name-status", CHANGES, "--", *folders)
    commit = ""
    for line in log.splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line:
            yield f"{line.split(chr(9))[1]} was changed by {commit}: such files are only added to"
    for line in _git(root, "diff", "HEAD", "--name-status", CHANGES, "--", *folders).splitlines():
        yield f"{line.split(chr(9))[1]} was edited: put it back, and add a new file or version beside it"
    yield from _lost_lines(root)


def _lost_lines(root: Path) -> Iterator[str]:
    """One line for each time that a file of digests lost or changed one of its lines."""
    numbers = ("--no-renames", "--numstat")
    logged = _git(root, "log", "-m", "--first-parent", "--format=", *numbers, "--", f":(glob){DIGESTS}")
    for line in (logged + _git(root, "diff", "HEAD", *numbers, "--", f":(glob){DIGESTS}")).splitlines():
        _, lost, path = line.split("\t")
        if lost != "0":
            yield f"{path} lost or changed {lost} lines: put them back, and add a line for another version"


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
    return done.stdout


def main() -> int:
    if not (ROOT / ".git").exists():
        print("frozen: there is no git history here, so nothing can be said of frozen files")
        return 0
    wrong = list(broken())
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

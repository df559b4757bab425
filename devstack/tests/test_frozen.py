"""What was released or stored is only added to: git's history is checked, so a second commit cannot hide an edit."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from devstack.frozen import FOLDERS, ROOT, broken

GOLDEN = f"{FOLDERS[1]}/wallet/credit_granted.v1.json"
DIGESTS = f"{FOLDERS[1]}/whole/1/wallet.digests"
MIGRATION = "services/portal/portal/accounts/migrations/0001_accounts.sql"


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., None]:
    """Makes a small repository in which one golden file was committed."""

    def run(*words: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(tmp_path), *identity, *words], check=True, capture_output=True)

    run("init", "--quiet")
    write(tmp_path, '{"credits": 3}')
    run("add", ".")
    run("commit", "--quiet", "-m", "stored")
    return run


def write(root: Path, text: str, name: str = GOLDEN) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_files_that_are_added_break_nothing(tmp_path: Path, git: Callable[..., None]) -> None:
    write(tmp_path, "{}", f"{FOLDERS[0]}/wallet/v1/credits_granted.1.json")
    assert list(broken(tmp_path)) == []
    git("add", ".")
    git("commit", "--quiet", "-m", "released")
    assert list(broken(tmp_path)) == []


def test_an_edit_in_the_work_tree_is_found(tmp_path: Path, git: Callable[..., None]) -> None:
    write(tmp_path, '{"credits": 4}')
    (line,) = broken(tmp_path)
    assert line.startswith(GOLDEN) and "put it back" in line


def test_a_migration_of_any_service_is_never_edited(tmp_path: Path, git: Callable[..., None]) -> None:
    write(tmp_path, "-- People.\n", MIGRATION)
    git("add", ".")
    git("commit", "--quiet", "-m", "people")
    assert list(broken(tmp_path)) == []
    write(tmp_path, "-- Persons.\n", MIGRATION)
    (line,) = broken(tmp_path)
    assert line.startswith(MIGRATION) and "put it back" in line


def test_a_file_of_digests_gets_lines_and_never_loses_one(tmp_path: Path, git: Callable[..., None]) -> None:
    for text in ("view/a@1 1f\n", "view/a@1 1f\nview/a@2 2f\n", "view/a@1 1f\nview/b@1 3f\nview/a@2 2f\n"):
        write(tmp_path, text, DIGESTS)
        assert list(broken(tmp_path)) == []
        git("add", ".")
        git("commit", "--quiet", "-m", "digests")
        assert list(broken(tmp_path)) == []
    write(tmp_path, "view/a@1 4f\nview/b@1 3f\nview/a@2 2f\n", DIGESTS)
    (line,) = broken(tmp_path)
    assert line.startswith(f"{DIGESTS} lost or changed 1 lines")
    git("commit", "--quiet", "-a", "-m", "a digest that was set right")
    (line,) = broken(tmp_path)
    assert line.startswith(DIGESTS), "and no second commit blesses it"
    git("rm", "--quiet", DIGESTS)
    assert any("lost or changed 3" in line for line in broken(tmp_path))


def test_an_edit_that_was_committed_is_found_for_ever(tmp_path: Path, git: Callable[..., None]) -> None:
    for text in ('{"credits": 4}', '{"credits": 3}'):
        write(tmp_path, text)
        git("commit", "--quiet", "-a", "-m", "a careless change, or its way back")
    assert len(list(broken(tmp_path))) == 2


def test_a_file_that_was_deleted_or_moved_is_found(tmp_path: Path, git: Callable[..., None]) -> None:
    git("mv", GOLDEN, f"{FOLDERS[1]}/wallet/elsewhere.json")
    assert any(line.startswith(GOLDEN) for line in broken(tmp_path))
    git("commit", "--quiet", "-m", "moved")
    assert any(line.startswith(GOLDEN) for line in broken(tmp_path))


def test_this_repository_has_changed_nothing_that_is_frozen() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("there is no git history here")
    assert list(broken()) == []

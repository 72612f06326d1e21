"""``tiercoach playbook check``: fine, or one problem a line and exit 2."""

from pathlib import Path

from tests.support.playbooks import SMALL, changed
from tests.support.process import tiercoach


def test_the_shipped_playbooks_are_checked_where_none_is_named(tmp_path: Path) -> None:
    done = tiercoach("playbook", "check", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "suit_shop.yaml is fine. The suit shop (suit_shop): scenes 20, lines" in done.out
    assert list(tmp_path.iterdir()) == []


def test_every_problem_of_every_file_is_a_line_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "fine.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "one.yaml").write_text(changed("next: {good: pay}", "next: {good: pya}"), "utf-8")
    (tmp_path / "two.yaml").write_text(changed("act: confirm", "act: confrim"), "utf-8")
    (tmp_path / "photo.yaml").write_bytes(b"\x89PNG\xff")
    files = ["fine.yaml", "one.yaml", "two.yaml", "photo.yaml", "none.yaml"]
    done = tiercoach("playbook", "check", *files, folder=tmp_path)
    assert done.code == 2
    assert done.out == "fine.yaml is fine. Tea (tea): scenes 3, lines right 3 and wrong 4.\n"
    assert done.err.splitlines() == [
        (
            "one.yaml:31:18  dangling  scene hello leads to pya, and there is no such scene. "
            "Did you mean pay?"
        ),
        (
            "two.yaml:39:14  value  act of good line 1 of scene 2 cannot be confrim. "
            "Did you mean confirm?"
        ),
        "photo.yaml:1:1  yaml  this is not UTF-8 text. Save it as UTF-8.",
        "none.yaml  file  cannot be read: No such file or directory. Check the path.",
    ]

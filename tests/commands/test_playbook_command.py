"""``tiercoach playbook``: files checked, their ids, and the schema that editors read."""

from pathlib import Path

from bot.coaching.reading import shipped_folder
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


CONTRARY = changed("Black or green?", "Pay now, or you lose it!")
"""Its first right line is one that nobody would call right."""


def test_a_line_that_is_judged_otherwise_is_told_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(CONTRARY, "utf-8")
    done = tiercoach("playbook", "check", "tea.yaml", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    fine, told = done.out.splitlines()
    assert fine.startswith("tea.yaml is fine.")
    assert told.startswith("tea.yaml:16:34  judged  good line 1 of scene 1 is judged wrong (")


def test_strictly_a_line_that_is_judged_otherwise_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(CONTRARY, "utf-8")
    done = tiercoach("playbook", "check", "--strict", "tea.yaml", folder=tmp_path)
    assert done.code == 2
    assert done.err.startswith("tea.yaml:16:34  judged  ")


def test_lines_without_an_id_are_told_and_given_one_in_place(tmp_path: Path) -> None:
    bare = changed("      - id: hello_or\n        say", "      # ours\n      - say")
    file = tmp_path / "tea.yaml"
    file.write_bytes(bare.replace("\n", "\r\n").encode("utf-8"))
    told = tiercoach("playbook", "ids", "tea.yaml", folder=tmp_path)
    assert (told.code, told.err) == (
        2,
        (
            "tea.yaml:16:9  missing  good line 1 of scene 1 has no id. "
            "It could be hello_black_green.\n"
        ),
    )
    fixed = tiercoach("playbook", "ids", "tea.yaml", "--fix", folder=tmp_path)
    assert (fixed.code, fixed.out) == (0, "good line 1 of scene 1: hello_black_green\n")
    expected = bare.replace('- say: {zh: "红', '- id: hello_black_green\n        say: {zh: "红')
    assert file.read_bytes() == expected.replace("\n", "\r\n").encode("utf-8")
    again = tiercoach("playbook", "ids", "--fix", "tea.yaml", folder=tmp_path)
    assert again.out == "tea.yaml: everything has an id of its own.\n"
    assert [each.name for each in tmp_path.iterdir()] == ["tea.yaml"]


def test_a_file_that_is_no_yaml_is_not_given_ids(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text("id: tea: x\n", "utf-8")
    done = tiercoach("playbook", "ids", "--fix", "tea.yaml", folder=tmp_path)
    assert done.code == 2
    assert done.err.startswith("tea.yaml:1:8  yaml  there is one colon too many")
    assert (tmp_path / "tea.yaml").read_text("utf-8") == "id: tea: x\n"


def test_the_schema_is_printed_for_an_editor(tmp_path: Path) -> None:
    done = tiercoach("playbook", "schema", folder=tmp_path)
    assert done.code == 0
    assert done.out == (shipped_folder() / "playbook.schema.json").read_text("utf-8")

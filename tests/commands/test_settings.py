"""Settings: every bad value at once, and a slip of the pen is told."""

from pathlib import Path

import pytest

from bot.settings import load_settings
from crm.errors import BadSettings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIERCOACH_LANGUAGE", "fr")
    monkeypatch.setenv("TIERCOACH_TIMEZONE", "Mars/Crater")
    with pytest.raises(BadSettings) as error:
        load_settings()
    assert {problem.where for problem in error.value.problems} == {
        "TIERCOACH_LANGUAGE",
        "TIERCOACH_TIMEZONE",
    }


def test_a_slip_in_a_name_is_told_with_the_right_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIERCOACH_DATABSE_URL", "other.db")
    with pytest.raises(BadSettings, match="Did you mean TIERCOACH_DATABASE_URL"):
        load_settings()


def test_an_env_file_in_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TIERCOACH_TIMEZONE=Asia/Shanghai\nOTHER=1\n", "utf-8")
    assert load_settings().timezone.key == "Asia/Shanghai"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIERCOACH_DATABASE_URL", "")
    assert load_settings().database_url == "tiercoach.db"


@pytest.mark.parametrize(
    "content",
    [
        "this is no setting\n",
        'TIERCOACH_LANGUAGE="zh\n',
        "TIERCOACH_LANGAUGE=zh\n",
        b"\xff\xfe\x00x",
    ],
)
def test_an_env_file_that_sets_nothing_is_refused(tmp_path: Path, content: str | bytes) -> None:
    written = content if isinstance(content, bytes) else content.encode()
    (tmp_path / ".env").write_bytes(written)
    with pytest.raises(BadSettings, match=r"\.env|Did you mean"):
        load_settings()


def test_an_env_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(BadSettings, match=r"\.env"):
        load_settings()


@pytest.mark.parametrize(
    ("zone", "country", "holidays_of"),
    [
        ("Asia/Shanghai", "", "CN"),
        ("America/New_York", "", "US"),
        ("UTC", "", None),
        ("UTC", "英国", "GB"),
        ("Asia/Shanghai", "de", "DE"),
        ("Asia/Shanghai", "None", None),
    ],
)
def test_holidays_are_those_of_the_country_set_or_of_the_time_zone(
    monkeypatch: pytest.MonkeyPatch, zone: str, country: str, holidays_of: str | None
) -> None:
    monkeypatch.setenv("TIERCOACH_TIMEZONE", zone)
    monkeypatch.setenv("TIERCOACH_COUNTRY", country)
    hours = load_settings().company_hours
    assert (hours.zone.key, hours.country) == (zone, holidays_of)


def test_a_country_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIERCOACH_COUNTRY", "Narnia")
    with pytest.raises(BadSettings, match="TIERCOACH_COUNTRY"):
        load_settings()

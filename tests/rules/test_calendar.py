"""Working days and hours, holidays, quiet time, and the next morning."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.calendar import (
    WEEKDAYS,
    Hours,
    hours_of,
    is_open,
    is_quiet,
    is_working_day,
    moment_of,
    next_morning,
    next_open,
    next_working_day,
)
from crm.countries import find_country, find_country_of, find_zone
from crm.entities import Person, Role

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SHANGHAI = ZoneInfo("Asia/Shanghai")

CHINA = Hours(SHANGHAI, WEEKDAYS, time(20), time(8), time(8, 30), "CN")
ENGLAND = replace(CHINA, zone=LONDON, country="GB")

ZONES = st.sampled_from([LONDON, NEW_YORK, LORD_HOWE, SHANGHAI, ZoneInfo("Asia/Kathmandu")])
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
HOURS = st.builds(
    Hours,
    ZONES,
    st.frozensets(st.integers(1, 7), min_size=1),
    TIMES,
    TIMES,
    TIMES,
    st.sampled_from([None, "CN", "GB", "US"]),
)
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
DAYS = st.dates(date(2025, 12, 1), date(2027, 12, 1))
# Around the nights when clocks change in these zones.
NIGHTS = st.sampled_from(
    [date(2026, month, day) for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1))]
)


def at(day: int, hour: int, minute: int = 0, *, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@given(HOURS, MOMENTS)
def test_the_next_open_moment_is_open_and_not_before(hours: Hours, moment: datetime) -> None:
    opens = next_open(hours, moment)
    assert is_open(hours, opens)
    assert opens.astimezone(UTC) >= moment
    assert opens.tzinfo is hours.zone


@given(HOURS, MOMENTS)
def test_from_an_open_moment_the_next_one_is_itself(hours: Hours, moment: datetime) -> None:
    opens = next_open(hours, moment)
    assert next_open(hours, opens) == opens
    assert next_open(hours, opens).fold == opens.fold


@given(HOURS, MOMENTS, st.integers(1, 3 * 24 * 60))
def test_nothing_before_the_next_open_moment_is_open(
    hours: Hours, moment: datetime, minutes: int
) -> None:
    between = moment + timedelta(minutes=minutes)
    if between < next_open(hours, moment).astimezone(UTC):
        assert not is_open(hours, between)


@given(HOURS, MOMENTS)
def test_mornings_are_strictly_later_open_and_one_a_working_day(
    hours: Hours, moment: datetime
) -> None:
    first = next_morning(hours, moment)
    second = next_morning(hours, first)
    assert moment < first.astimezone(UTC) < second.astimezone(UTC)
    assert first.date() < second.date()
    for morning in (first, second):
        assert is_working_day(hours, morning.date())
        assert is_open(hours, morning)


@given(HOURS, DAYS)
def test_no_working_day_goes_without_its_morning(hours: Hours, day: date) -> None:
    midnight = datetime.combine(day, time.min, tzinfo=UTC) - timedelta(days=1)
    mornings = {(moment := next_morning(hours, midnight)).date()}
    while moment.date() < day + timedelta(days=14):
        moment = next_morning(hours, moment)
        mornings.add(moment.date())
    gone = [day + timedelta(days=n) for n in range(1, 14)]
    owed = [each for each in gone if is_working_day(hours, each)]
    # A night when the clocks change may leave no open minute of a quiet time that ends in it.
    assert [each for each in owed if each not in mornings and each not in _changes(hours)] == []


def _changes(hours: Hours) -> set[date]:
    days = [date(2025, 11, 25) + timedelta(days=n) for n in range(800)]
    noon = [datetime.combine(day, time(), tzinfo=hours.zone) for day in days]
    return {
        day
        for day, here, next_day in zip(days, noon, noon[1:], strict=False)
        if here.utcoffset() != next_day.utcoffset()
    }


@given(HOURS, DAYS)
def test_the_next_working_day_is_the_first_one_after(hours: Hours, day: date) -> None:
    later = next_working_day(hours, day)
    assert later > day
    assert is_working_day(hours, later)
    between = [day + timedelta(days=n) for n in range(1, (later - day).days)]
    assert not any(is_working_day(hours, each) for each in between)


@given(ZONES, DAYS | NIGHTS, TIMES)
def test_a_local_time_is_itself_or_the_first_minute_after_the_gap(
    zone: ZoneInfo, day: date, wanted: time
) -> None:
    moment = moment_of(day, wanted, zone)
    assert moment.astimezone(UTC).astimezone(zone) == moment
    if moment.time() != wanted:
        just_before = (moment.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
        assert just_before.time() < wanted < moment.time()
    assert moment.fold == 0


@pytest.mark.parametrize(
    ("zone", "day", "wanted", "instant"),
    [
        (LONDON, date(2026, 3, 29), time(1, 30), "2026-03-29T01:00+00:00"),
        (NEW_YORK, date(2026, 3, 8), time(2, 0), "2026-03-08T07:00+00:00"),
        (NEW_YORK, date(2026, 3, 8), time(2, 59), "2026-03-08T07:00+00:00"),
        (LORD_HOWE, date(2026, 10, 4), time(2, 15), "2026-10-03T15:30+00:00"),
        (LONDON, date(2026, 10, 25), time(1, 30), "2026-10-25T00:30+00:00"),
        (NEW_YORK, date(2026, 11, 1), time(1, 30), "2026-11-01T05:30+00:00"),
        (LORD_HOWE, date(2026, 4, 5), time(1, 45), "2026-04-04T14:45+00:00"),
    ],
)
def test_a_gap_moves_to_the_first_valid_minute_and_a_fold_is_its_first_one(
    zone: ZoneInfo, day: date, wanted: time, instant: str
) -> None:
    assert moment_of(day, wanted, zone).astimezone(UTC) == datetime.fromisoformat(instant)


def test_a_morning_within_a_fold_comes_once() -> None:
    early = replace(
        ENGLAND,
        days=frozenset(range(1, 8)),
        quiet_from=time(0),
        quiet_until=time(0),
        digest_at=time(1, 30),
    )
    first = next_morning(early, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = next_morning(early, first)
    assert second.astimezone(UTC) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_quiet_time_that_ends_in_a_fold_ends_twice() -> None:
    late = replace(ENGLAND, days=frozenset(range(1, 8)), quiet_until=time(1, 30))
    quiet_again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert not is_open(late, quiet_again)
    assert next_open(late, quiet_again).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_china_is_off_for_the_national_day_and_works_the_saturday_after() -> None:
    """As the State Council has it for 2026: 1 to 7 October off, 20 September and 10 October on."""
    off = [day for day in range(1, 12) if not is_working_day(CHINA, date(2026, 10, day))]
    assert off == [1, 2, 3, 4, 5, 6, 7, 11]
    assert is_working_day(CHINA, date(2026, 9, 20))
    assert is_working_day(CHINA, date(2026, 10, 10))
    assert not is_working_day(CHINA, date(2026, 10, 17))


def test_who_works_at_weekends_is_off_for_the_whole_run_of_a_holiday() -> None:
    always = replace(CHINA, days=frozenset(range(1, 8)))
    off = [day for day in range(1, 32) if not is_working_day(always, date(2026, 10, day))]
    assert off == [1, 2, 3, 4, 5, 6, 7]
    spring = [day for day in range(1, 29) if not is_working_day(always, date(2026, 2, day))]
    assert spring == list(range(15, 24))


def test_after_the_last_day_before_a_holiday_the_next_morning_is_the_first_one_back() -> None:
    assert next_morning(CHINA, at(30, 8, 30, month=9)) == at(8, 8, 30)
    assert next_morning(CHINA, at(9, 8, 30)) == at(10, 8, 30)
    assert next_open(CHINA, at(30, 20, month=9)) == at(8, 8)
    assert next_working_day(CHINA, date(2026, 10, 9)) == date(2026, 10, 10)


def test_england_keeps_easter_monday_and_the_summer_bank_holiday() -> None:
    for day in (date(2026, 4, 6), date(2026, 8, 31), date(2026, 12, 28)):
        assert not is_working_day(ENGLAND, day)


def test_who_has_no_country_has_no_holidays() -> None:
    assert is_working_day(replace(CHINA, country=None), date(2026, 10, 1))
    assert not is_working_day(replace(CHINA, country=None), date(2026, 10, 10))


def test_quiet_time_includes_its_first_minute_and_not_its_last() -> None:
    assert [is_quiet(CHINA, time(hour)) for hour in (7, 8, 19, 20, 23, 0)] == [
        True,
        False,
        False,
        True,
        True,
        True,
    ]
    lunch = replace(CHINA, quiet_from=time(12), quiet_until=time(14))
    assert [is_quiet(lunch, time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not is_quiet(replace(CHINA, quiet_until=time(20)), time(20))


def test_a_morning_asked_for_in_quiet_time_waits_for_its_end() -> None:
    early = replace(CHINA, digest_at=time(7))
    assert next_morning(early, at(12, 6)) == at(12, 8)
    late = replace(CHINA, digest_at=time(21))
    assert next_morning(late, at(12, 6)) == at(12, 8)
    assert next_morning(late, at(12, 8)) == at(13, 8)


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no working days"):
        replace(CHINA, days=frozenset())


def test_a_person_has_their_own_hours_and_the_companys_where_they_set_none() -> None:
    ana = Person(1, "Ana", Role.REP, timezone="Europe/London", working_days="123456")
    hours = hours_of(replace(ana, quiet_from="22:00", digest_time="07:45"), CHINA)
    assert hours == Hours(
        LONDON, frozenset(range(1, 7)), time(22), time(8), time(7, 45), country="CN"
    )


@pytest.mark.parametrize(
    ("country", "zone", "holidays"),
    [
        ("UK", LONDON, "GB"),
        ("德国", ZoneInfo("Europe/Berlin"), "DE"),
        ("USA", SHANGHAI, "US"),
        ("中国", SHANGHAI, "CN"),
        ("Narnia", SHANGHAI, "CN"),
        (None, SHANGHAI, "CN"),
    ],
)
def test_somebody_abroad_has_their_countrys_time_where_it_has_one(
    country: str | None, zone: ZoneInfo, holidays: str
) -> None:
    hours = hours_of(Person(1, "Ana", Role.REP, country=country), CHINA)
    assert (hours.zone, hours.country) == (zone, holidays)


def test_a_company_elsewhere_in_its_own_country_keeps_its_zone() -> None:
    urumqi = replace(CHINA, zone=ZoneInfo("Asia/Urumqi"))
    assert hours_of(Person(1, "Ana", Role.REP, country="China"), urumqi).zone == urumqi.zone


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("中国", "CN"),
        ("PR China", "CN"),
        ("UK", "GB"),
        ("英国", "GB"),
        ("gb", "GB"),
        ("U.S.A.", "US"),
        ("fr", "FR"),
        (" Deutschland ", "DE"),
        ("香港", "HK"),
        ("Narnia", None),
        ("", None),
    ],
)
def test_countries_are_known_by_name_in_two_languages_and_by_letters(
    text: str, code: str | None
) -> None:
    assert find_country(text) == code


def test_every_zone_of_a_country_leads_back_to_it() -> None:
    for country in ("CN", "GB", "DE", "FR", "JP", "SG", "NZ"):
        zone = find_zone(country)
        assert zone is not None
        assert find_country_of(zone.key) == country
    assert find_zone("US") is None
    assert find_country_of("America/New_York") == "US"
    assert find_country_of("UTC") is None

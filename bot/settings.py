"""What an administrator can set: TIERCOACH_* variables, or the same lines in ``.env``.

Every bad value is reported at once. A name that is nearly one of ours is taken for a slip of the
pen and refused; any other is somebody else's business.
"""

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import tzlocal
from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import fuzz, process

from crm.calendar import WEEKDAYS, Hours
from crm.countries import find_country, find_country_of
from crm.errors import BadSettings, Problem

PREFIX = "TIERCOACH_"
FILE = ".env"
NO_COUNTRY = "none"


def _zone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"{value!r} is no time zone; give one such as Asia/Shanghai or Europe/London"
        ) from error


def _country(value: str) -> str:
    if value.strip().casefold() == NO_COUNTRY:
        return NO_COUNTRY
    code = find_country(value)
    if code is None:
        raise ValueError(
            f"{value!r} is no country; give its two letters, such as CN or GB, or {NO_COUNTRY}"
        )
    return code


def _token_in(path: Path) -> Path:
    try:
        empty = not path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    if empty:
        raise ValueError(f"{path} is empty; put the token from BotFather in it")
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"{path} is no folder")
    return path


def _root(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError("it can be the root of a Bot API server, such as http://127.0.0.1:8081")
    return url.rstrip("/")


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
    )

    database_url: Annotated[str, Field(min_length=1, description="file name or database URL")] = (
        "tiercoach.db"
    )
    timezone: Annotated[
        ZoneInfo,
        BeforeValidator(_zone),
        Field(default_factory=tzlocal.get_localzone, description="where the company is"),
    ]
    country: Annotated[
        Annotated[str, AfterValidator(_country)] | None,
        Field(description="whose public holidays are kept"),
    ] = None
    language: Annotated[
        Literal["zh", "en"],
        Field(description="for people who have not written anything yet"),
    ] = "en"
    telegram_token: Annotated[SecretStr | None, Field(description="BotFather's token")] = None
    telegram_token_file: Annotated[
        Annotated[Path, AfterValidator(_token_in)] | None,
        Field(description="a file with the token in it"),
    ] = None
    telegram_api: Annotated[
        str, AfterValidator(_root), Field(description="the root of a Bot API server of one's own")
    ] = "https://api.telegram.org"
    send_rate: Annotated[
        float, Field(gt=0, le=1000, description="messages a second, of all processes together")
    ] = 28
    playbooks: Annotated[
        Annotated[Path, AfterValidator(_folder)] | None,
        Field(description="a folder of playbooks of one's own"),
    ] = None
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="how much is told")
    ] = "INFO"

    @property
    def company_hours(self) -> Hours:
        """When this company's people may be spoken to, unless they say otherwise themselves.

        Public holidays are those of the country set, else of the one the time zone is named after.
        """
        guessed = find_country_of(self.timezone.key) if self.country is None else self.country
        return Hours(
            zone=self.timezone,
            days=WEEKDAYS,
            quiet_from=time(20),
            quiet_until=time(8),
            digest_at=time(8, 30),
            country=None if guessed == NO_COUNTRY else guessed,
        )

    def find_token(self) -> str | None:
        """Return the token of the bot: the variable's, else the file's; None without either."""
        if self.telegram_token is not None:
            return self.telegram_token.get_secret_value().strip() or None
        if self.telegram_token_file is not None:
            return self.telegram_token_file.read_text(encoding="utf-8").strip()
        return None


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment and ``.env``.

    Raises BadSettings with every bad value.
    """
    written, problems = _read_file()
    problems += _slips({**(os.environ if environment is None else environment), **written})
    if problems:
        raise BadSettings(problems)
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [
            Problem(
                PREFIX + str(found["loc"][0]).upper(),
                _plainly(found["msg"]),
            )
            for found in error.errors(include_url=False)
        ]
    if problems:
        raise BadSettings(problems)
    return settings


def _plainly(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "it can be") + "."


def _read_file() -> tuple[dict[str, str], list[Problem]]:
    """Return what ``.env`` sets, and the lines that set nothing."""
    path = Path(FILE)
    if not path.exists():
        return {}, []
    try:
        with path.open(encoding="utf-8") as file:
            lines = list(parse_stream(file))
    except (OSError, UnicodeDecodeError):
        return {}, [Problem(FILE, "cannot be read as a text.", "Make it a file in UTF-8.")]
    problems = [
        Problem(
            f"{FILE}:{line.original.line}",
            "this line sets nothing.",
            "Write it like TIERCOACH_LANGUAGE=zh, with quotes in pairs.",
        )
        for line in lines
        if line.error
    ]
    return {line.key: line.value or "" for line in lines if line.key}, problems


def _slips(environment: Mapping[str, str]) -> list[Problem]:
    """Return the variables whose names are nearly, but not quite, one of ours."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    problems = []
    for name in environment:
        if not name.upper().startswith(PREFIX) or name.upper() in known:
            continue
        close = process.extractOne(name.upper(), known, scorer=fuzz.ratio, score_cutoff=88)
        if close:
            problems.append(Problem(name, "there is no such setting.", f"Did you mean {close[0]}?"))
    return problems

"""Countries: what they are called in the books, and which time it is there.

The company's files say "UK", "英国" or "GB"; public holidays go by the two letters of ISO 3166-1.
Which zones a country has is read from the table that comes with the time zone data (zone.tab).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from holidays import list_supported_countries

from crm.text import fold

_NAMES = """
AE United Arab Emirates, UAE, Emirates, 阿联酋, 阿拉伯联合酋长国
AR Argentina, 阿根廷
AT Austria, Österreich, 奥地利
AU Australia, 澳大利亚, 澳洲
BD Bangladesh, 孟加拉, 孟加拉国
BE Belgium, Belgique, België, 比利时
BG Bulgaria, 保加利亚
BR Brazil, Brasil, 巴西
CA Canada, 加拿大
CH Switzerland, Schweiz, Suisse, Svizzera, 瑞士
CL Chile, 智利
CN China, PR China, P.R. China, PRC, People's Republic of China, Mainland China, 中国, 中华人民共和国, 中国大陆, 大陆
CO Colombia, 哥伦比亚
CZ Czech Republic, Czechia, 捷克
DE Germany, Deutschland, 德国
DK Denmark, Danmark, 丹麦
EE Estonia, 爱沙尼亚
EG Egypt, 埃及
ES Spain, España, 西班牙
FI Finland, Suomi, 芬兰
FR France, 法国
GB UK, U.K., United Kingdom, Great Britain, Britain, England, Scotland, Wales, Northern Ireland, 英国, 英格兰
GR Greece, 希腊
HK Hong Kong, 香港, 中国香港
HR Croatia, 克罗地亚
HU Hungary, 匈牙利
ID Indonesia, 印度尼西亚, 印尼
IE Ireland, Republic of Ireland, 爱尔兰
IL Israel, 以色列
IN India, 印度
IS Iceland, 冰岛
IT Italy, Italia, 意大利
JP Japan, 日本
KE Kenya, 肯尼亚
KH Cambodia, 柬埔寨
KR South Korea, Korea, Republic of Korea, 韩国
KZ Kazakhstan, 哈萨克斯坦
LA Laos, 老挝
LK Sri Lanka, 斯里兰卡
LT Lithuania, 立陶宛
LU Luxembourg, 卢森堡
LV Latvia, 拉脱维亚
MA Morocco, 摩洛哥
MM Myanmar, Burma, 缅甸
MN Mongolia, 蒙古
MO Macao, Macau, 澳门, 中国澳门
MX Mexico, México, 墨西哥
MY Malaysia, 马来西亚
NG Nigeria, 尼日利亚
NL Netherlands, The Netherlands, Holland, Nederland, 荷兰
NO Norway, Norge, 挪威
NP Nepal, 尼泊尔
NZ New Zealand, 新西兰
PE Peru, 秘鲁
PH Philippines, The Philippines, 菲律宾
PK Pakistan, 巴基斯坦
PL Poland, Polska, 波兰
PT Portugal, 葡萄牙
QA Qatar, 卡塔尔
RO Romania, 罗马尼亚
RS Serbia, 塞尔维亚
RU Russia, Russian Federation, 俄罗斯
SA Saudi Arabia, KSA, 沙特阿拉伯, 沙特
SE Sweden, Sverige, 瑞典
SG Singapore, 新加坡
SI Slovenia, 斯洛文尼亚
SK Slovakia, 斯洛伐克
TH Thailand, 泰国
TR Turkey, Türkiye, 土耳其
TW Taiwan, 台湾, 中国台湾
UA Ukraine, 乌克兰
US USA, U.S.A., U.S., United States, United States of America, America, 美国
UZ Uzbekistan, 乌兹别克斯坦
VE Venezuela, 委内瑞拉
VN Vietnam, Viet Nam, 越南
ZA South Africa, 南非
"""  # noqa: E501 - a country a line

_MAINLAND: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
"""Where the table has several zones but all, or all but some islands, keep one time."""


def find_country(text: str) -> str | None:
    """Return the two letters of a country by its name in Chinese or English, or by them.

    >>> find_country("英国"), find_country("cn"), find_country("Narnia")
    ('GB', 'CN', None)
    """
    named = _by_name().get(fold(text))
    letters = text.strip().upper()
    return named or (letters if letters in _codes() else None)


def find_zone(country: str) -> ZoneInfo | None:
    """Return the time zone of a country that has one; None where it depends on the place.

    >>> find_zone("GB"), find_zone("US")
    (zoneinfo.ZoneInfo(key='Europe/London'), None)
    """
    zones = _zones().get(country, ())
    key = _MAINLAND.get(country) or (zones[0] if len(zones) == 1 else None)
    return ZoneInfo(key) if key else None


@cache
def find_country_of(zone: str) -> str | None:
    """Return the country a time zone is named after a place of; None for UTC and the like."""
    return next((country for country, zones in _zones().items() if zone in zones), None)


def list_zones() -> list[str]:
    """Return the names of all time zones that are named after a place."""
    return [zone for zones in _zones().values() for zone in zones]


@cache
def _by_name() -> dict[str, str]:
    lines = (line.partition(" ") for line in _NAMES.strip().splitlines())
    return {fold(name): code for code, _, names in lines for name in names.split(", ")}


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in list_supported_countries() if len(code) == 2) - {"UK"}


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    zones: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones[country] = (*zones.get(country, ()), zone)
    return zones

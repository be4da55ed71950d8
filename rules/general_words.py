"""Days as 上旬, ages as 年代, and numbers by which somebody is reached as words: as general as a copy may tell them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from rules.calendar import read_day

_WEEKDAY = r"(?:[(（][月火水木金土日・祝]+[)）])?"
_ERA = r"(?:令和|平成|昭和|大正)"
_YEAR = rf"(?:(?P<year>(?:{_ERA}|西暦)?\s*(?:元|\d{{1,4}})年)\s*)?"
_DAY = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月\s*(?P<day>\d{{1,2}})日{_WEEKDAY}(?P<born>生(?:まれ)?)?")
_WRITTEN = re.compile(
    r"(?<![\d./-])(?:(?:\d{4}|[RHSrhs]\d{1,2})[./-])(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
    + _WEEKDAY
)
_SHORT = re.compile(r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])[/／](?P<day>3[01]|[12]\d|0?[1-9])(?![\d/])" + _WEEKDAY)
# 14日に訪問 is a day, 週3日 and 3日に一度 are none.
_BARE = re.compile(r"(?<![\d週あ約毎])(?P<day>3[01]|[12]\d|[1-9])日(?=[、にのはも]|から|まで)(?!に(?:一|\d|何)|の間)")
_BORN = re.compile(rf"(?P<year>{_ERA}(?:元|\d{{1,2}})年|\d{{4}}年)生(?:まれ)?")
_YEAR_ALONE = re.compile(rf"{_ERA}\s*(?:元|\d{{1,2}})年(?:度)?|(?<!\d)(?:19|20)\d\d年(?:度)?")
_AGE = re.compile(r"(?P<age>\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:歳|才)代?")
_TELEPHONE = re.compile(r"(?<!\d)[0０](?:[-‐−ー－() （）]?\d){9,10}(?!\d)")
_LOCAL = re.compile(r"(?<!\d)\d{2,4}[-‐−ー－]\d{2,4}[-‐−ー－]\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+[@＠][\w-]+\.[\w.-]+")
_CASE = re.compile(r"(?<![A-Za-z0-9])[RHSＲＨＳ]\d{1,2}[-‐−ー－]\d{3}(?!\d)")
_BLOCK = re.compile(r"[\d一二三四五六七八九十]+(?:丁目|番地)(?:[\d一二三四五六七八九十]+(?:番|号|[-‐−ー－]))*\d*")
_EMPTY = re.compile(r"[(（][\s、,,・]*[)）]")
_SENTENCE_GOES_ON = re.compile(r"[ぁ-ん、。,.)）\s]|$")
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_OLDEST, _CHILD = 90, 10


def decade(born: str | None, phrases: Mapping[str, str], today: date) -> str:
    """An age as its ten years; nothing where the birth is not known."""
    day = read_day(born, era_now=today) if born else None
    if day is None:
        return ""
    return _tens(today.year - day.year - ((today.month, today.day) < (day.month, day.day)), phrases)


def _tens(age: int, phrases: Mapping[str, str]) -> str:
    if age < _CHILD:
        return phrases["child"]
    return phrases["oldest"] if age >= _OLDEST else phrases["decade"].format(n=age // 10 * 10)


def general_days(text: str, phrases: Mapping[str, str], today: date, *, with_year: bool) -> str:
    """6月10日 as 6月上旬; a year is kept only where it may be."""

    def third(found: re.Match[str], year: str = "") -> str:
        day = int(found["day"])
        part = "early" if day <= 10 else "middle" if day <= 20 else "late"
        if not found.groupdict().get("month"):
            return phrases[part]
        return (year if with_year else "") + phrases["of_month"].format(month=int(found["month"]), part=phrases[part])

    def written(found: re.Match[str]) -> str:
        if found["born"]:
            return decade(f"{found['year'] or ''}{found['month']}月{found['day']}日", phrases, today)
        return third(found, found["year"] or "")

    def short(found: re.Match[str]) -> str:
        return third(found) if _SENTENCE_GOES_ON.match(text, found.end()) else ""

    text = _DAY.sub(written, text)
    text = _BORN.sub(lambda found: decade(f"{found['year']}7月1日", phrases, today) or phrases["some_year"], text)
    text = _WRITTEN.sub(third, text)
    text = _SHORT.sub(short, text)
    text = _BARE.sub(third, text)
    return text if with_year else _YEAR_ALONE.sub(phrases["some_year"], text)


def general_numbers(text: str, phrases: Mapping[str, str]) -> str:
    """Telephone, mail, number of a case, block and age."""
    for sign in (_MAIL, _TELEPHONE, _LOCAL):
        text = sign.sub(phrases["contact"], text)
    text = _CASE.sub(phrases["case"], text)
    text = _BLOCK.sub("", text)
    return _AGE.sub(lambda found: _tens(_number(found["age"]), phrases), text)


def _number(written: str) -> int:
    """52, ５２ or 五十二."""
    plain = unicodedata.normalize("NFKC", written)
    if plain.isdigit():
        return int(plain)
    tens, _, ones = plain.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if "十" in plain else 0) + _DIGITS.get(ones, 0)


def tidy(text: str) -> str:
    """Brackets with nothing left in them go."""
    return _EMPTY.sub("", text)

"""A household and the words of a copy, for the tests of masking."""

from datetime import date
from typing import Any

from models.cases import Case, HouseholdMember
from rules.masking import Known, Masking, MaskLevel

TODAY = date(2026, 6, 18)
PHRASES = {
    "initial": "{letters}さん", "aged": "({age})", "somebody": "ある方", "self": "ご本人", "family": "ご家族",
    "staff": "担当の方", "case": "事例A", "place": "市内", "contact": "(連絡先)", "decade": "{n}代", "child": "10歳未満",
    "oldest": "90歳以上", "early": "上旬", "middle": "中旬", "late": "下旬", "of_month": "{month}月{part}", "some_year": "ある年",
}  # fmt: skip


def member(
    relation: str, name: str | None, reading: str | None = None, born: str | None = None, **other: Any
) -> HouseholdMember:
    """Somebody of the household."""
    return HouseholdMember(case_id=None, position=0, relation=relation, name=name, reading=reading, born=born, **other)


SELF = member(
    "ご本人", "髙﨑 𠮷男", "たかさき よしお", "S49.4.3", address="豊川市諏訪1丁目2-3", telephone="0533-00-0022"
)
MOTHER = member("母", "髙﨑 ハナ", "たかさき はな", "昭和15年1月5日")
CASE = Case(number="R8-017", alias="丘の上の二人")


def masking(
    level: MaskLevel = MaskLevel.PSEUDONYM, household: tuple[HouseholdMember, ...] = (SELF,), **other: Any
) -> Masking:
    """What is known of the case."""
    plain = {
        "case": CASE, "staff": (Known("小川 なぎさ", "おがわ なぎさ"),), "phrases": PHRASES, "today": TODAY,
        "agencies": {"南部福祉相談センター": "福祉相談センター", "星見野総合病院 地域連携室": "医療機関"},
    }  # fmt: skip
    return Masking(level=level, household=household, **{**plain, **other})

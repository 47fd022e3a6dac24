"""What no kind and no plan may ask, and which rule says so (C1–C15).

Seen in real papers, so each is refused by name instead of as an unknown key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TRACK = ("C1", "不得要求签到、定位、轨迹或人脸指纹")
_RANK = ("C2", "不得设积分和按活跃度排名")
_ONLINE = ("C3", "不得统计登录、在线时长和安装")
_PROOF = ("C4", "不得强制要求照片、视频、截图等留痕材料")
_LIKES = ("C5", "点赞、投票、浏览、转发、学习时长不得计入")

UNLAWFUL_KEYS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("location", "gps", "geo", "track", "check_in", "checkin", "face", "fingerprint"), _TRACK
    ),
    **dict.fromkeys(("leaderboard", "credits", "rank_persons"), _RANK),
    **dict.fromkeys(("logins", "online_minutes", "online_time", "installs"), _ONLINE),
    **dict.fromkeys(
        (
            "evidence", "evidence_required", "photo", "photos", "photos_min",
            "video", "screenshot", "files",
        ),
        _PROOF,
    ),
    **dict.fromkeys(("likes", "votes", "views", "shares", "study_minutes"), _LIKES),
}  # fmt: skip

UNLAWFUL_TYPES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("location", "gps", "track", "face", "fingerprint"), _TRACK),
    **dict.fromkeys(("photo", "image", "video", "screenshot", "file", "evidence"), _PROOF),
}

UNLAWFUL_MEASURES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("logins", "online-time", "online-minutes", "installs"), _ONLINE),
    **dict.fromkeys(("likes", "votes", "views", "shares", "study-minutes", "clicks"), _LIKES),
    "points": _RANK,
}

_TITLES: tuple[tuple[re.Pattern[str], tuple[str, str]], ...] = (
    (re.compile("签到|打卡|定位|轨迹|人脸|指纹"), _TRACK),
    (re.compile("积分|活跃度|排行榜"), _RANK),
    (re.compile("登录次数|登录率|在线时长|安装率|安装量|下载量"), _ONLINE),
    (re.compile("点赞|投票数|得票|浏览量|阅读量|转发|学习时长|点击量"), _LIKES),
)
_PROOF_TITLE = re.compile("照片|图片|视频|截图|截屏|录像")


def unlawful_title(title: str) -> tuple[str, str] | None:
    """The rule and the reason when something of this title may not be counted at all."""
    for pattern, verdict in _TITLES:
        if pattern.search(title):
            return verdict
    return None


def unlawful_proof(title: str) -> tuple[str, str] | None:
    """The same for a field that must be filled in and asks for pictures."""
    return _PROOF if _PROOF_TITLE.search(title) else None

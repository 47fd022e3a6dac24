"""Every environment variable that sets something, and what it is for (docs/settings.md)."""

from __future__ import annotations

from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "TONGXING_HOME": "存放数据库文件、密钥、页面文件的文件夹",
    "TONGXING_DATABASE": "数据库：SQLite 文件路径，或 postgresql:// 地址",
    "TONGXING_SECRET_KEY": "密钥，保护登录状态和动态口令",
    "TONGXING_HOSTS": "本站的域名，多个用逗号隔开",
    "TONGXING_HTTPS": "写 1 表示在加密连接（HTTPS）之后",
    "TONGXING_PROXIES": "前面有几层自己的代理，按此采信来访地址",
    "TONGXING_IDLE_MINUTES": "多少分钟不操作就要重新登录",
    "TONGXING_PASSWORD_DAYS": "密码用多少天须更换，0 为不要求",
    "TONGXING_SECOND_FACTOR": "哪些人登录须用动态口令或通行密钥",
    "TONGXING_PHONE_DAYS": "手机登记后多少天须重新登录",
    "TONGXING_EVIDENCE": "存放照片和附件的文件夹",
    "TONGXING_BACKUPS": "存放备份的文件夹",
    "TONGXING_CACHE": "存放各县汇总数、留存已读出台账和编译好的页面模板的文件夹，可以随时删去",
    "TONGXING_LAKE": "数据湖：文件夹，或 s3:// 地址",
    "TONGXING_LAKE_ENDPOINT": "对象存储的服务地址",
    "TONGXING_LAKE_KEY": "对象存储的访问编号",
    "TONGXING_LAKE_SECRET": "对象存储的访问密钥",
    "TONGXING_LAKE_REGION": "对象存储的区域",
    "TONGXING_SHAPES": "自备的县界图（GeoJSON 文件），代替随附的",
    "TONGXING_DEMO": "写 1 则登录页列出演示账号",
    "TONGXING_DEBUG": "写 1 供开发人员查错",
}

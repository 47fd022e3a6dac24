"""What each verb of the audit is called, and how a sentence says it.

Verbs are written by the actions; one without a name here fails a test. In a phrase `{}` stands
for what the deed was done to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Verb(NamedTuple):
    title: str  # in a list to choose from
    phrase: str


GROUPS: Mapping[str, Mapping[str, Verb]] = {
    "记录": {
        "append": Verb("记入", "记下了{}"),
        "correct": Verb("更正", "更正了{}"),
        "withdraw": Verb("撤回", "撤回了{}"),
        "return": Verb("退回", "退回了{}"),
        "accept": Verb("采认", "采认了{}"),
        "settle": Verb("裁定冲突", "裁定了{}的冲突"),
        "redact": Verb("依法删减", "依法删减了{}"),
        "set-attribute": Verb("登记属性", "登记了属性{}"),
        "keep-file": Verb("上传文件", "上传了{}"),
        "take-unsent": Verb("导入手机未发记录", "导入了{}手机上未发的记录"),
        "attach-evidence": Verb("附上照片文件", "附上了照片文件{}"),
        "give-up-photos": Verb("注明照片不再补传", "注明{}的照片不再补传"),
        "withdraw-evidence": Verb("撤下照片文件", "撤下了照片文件{}"),
        "redact-evidence": Verb("依法删去照片文件", "依法删去了照片文件{}"),
    },
    "结对和方案": {
        "open-pairing": Verb("建立结对", "建立了结对{}"),
        "end-pairing": Verb("结束结对", "结束了结对{}"),
        "reassign-pairings": Verb("调整结对", "调整了结对{}"),
        "put-in-force": Verb("施行方案", "施行了方案{}"),
        "end-edition": Verb("停止方案", "停止了方案{}"),
        "grant-waiver": Verb("批准豁免", "批准了豁免{}"),
        "propose-waiver": Verb("申请豁免", "申请了豁免{}"),
        "decline-waiver": Verb("不批准豁免", "没有批准豁免{}"),
        "end-waiver": Verb("提前结束豁免", "提前结束了豁免{}"),
        "decide-step": Verb("决定提醒约谈", "对提醒约谈作了决定{}"),
        "reply": Verb("单位回复", "作了回复{}"),
    },
    "名录": {
        "add": Verb("登记", "登记了{}"),
        "end": Verb("终止", "终止了{}"),
        "rename": Verb("更名", "更改了{}的名称"),
        "move": Verb("调整职务", "调整了{}的单位职务"),
        "seat-unit": Verb("增加派出单位", "给{}增加了派出单位"),
        "unseat-unit": Verb("减少派出单位", "给{}减少了派出单位"),
        "seat-member": Verb("增加队员", "给{}增加了队员"),
        "unseat-member": Verb("减少队员", "给{}减少了队员"),
        "rename-place": Verb("地名更名", "更改了{}的名称"),
        "merge-place": Verb("地方并入", "把{}并入了别处"),
        "abolish-place": Verb("撤销地方", "撤销了{}"),
        "import-places": Verb("导入地名", "导入了{}的地名"),
    },
    "账号": {
        "create-account": Verb("开设账号", "开设了{}"),
        "close-account": Verb("停用账号", "停用了{}"),
        "reopen-account": Verb("恢复账号", "恢复了{}"),
        "grant": Verb("授权", "给{}授了权"),
        "end-grant": Verb("收回授权", "收回了{}的授权"),
        "change-password": Verb("修改密码", "修改了{}的密码"),
        "reset-password": Verb("重置密码", "重置了{}的密码"),
        "end-sessions": Verb("结束登录", "结束了{}的各处登录"),
        "add-second-factor": Verb("添加第二验证", "给{}添加了第二验证"),
        "remove-second-factor": Verb("去掉第二验证", "去掉了{}的一项第二验证"),
        "drop-second-factor": Verb("清除第二验证", "清除了{}的第二验证"),
        "renew-recovery-codes": Verb("更换恢复码", "更换了{}的恢复码"),
        "enrol-phone": Verb("登记手机", "给{}登记了一部手机"),
        "end-phone": Verb("停用手机", "停用了{}的一部手机"),
        "use-recovery-code": Verb("使用恢复码", "用恢复码登录了{}"),
    },
    "登录": {
        "sign-in": Verb("登录", "登录了{}"),
        "sign-in-failed": Verb("登录失败", "登录{}没有成功"),
        "sign-out": Verb("退出", "退出了{}"),
        "lock": Verb("锁定", "连续输错，锁定了{}"),
        "unlock": Verb("解除锁定", "解除了{}的锁定"),
    },
    "查看": {
        "see-record": Verb("查看记录", "查看了{}"),
        "see-person": Verb("查看人员", "查看了{}"),
        "see-file": Verb("查看照片文件", "查看了{}的照片文件"),
        "reveal": Verb("查看电话", "查看了{}的电话"),
        "see-audit": Verb("查看审计", "查看了审计"),
        "export": Verb("导出", "导出了{}"),
    },
    "系统": {
        "open-book": Verb("建立台账", "建立了{}"),
        "replay-book": Verb("重建各表", "按记录重建了{}的各表"),
        "backup": Verb("备份", "备份了全部数据"),
        "restore": Verb("恢复", "从备份恢复了全部数据"),
        "seal-audit": Verb("封存审计", "封存了审计"),
    },
}
VERBS: Mapping[str, Verb] = {
    name: verb for group in GROUPS.values() for name, verb in group.items()
}

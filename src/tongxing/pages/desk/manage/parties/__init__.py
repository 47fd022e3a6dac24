"""管理 › 单位、人员、工作队、农户编号: the registry of parties, with from and until."""

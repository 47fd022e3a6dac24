"""管理 › 审计: who saw and did what, from where; looking is itself noted."""

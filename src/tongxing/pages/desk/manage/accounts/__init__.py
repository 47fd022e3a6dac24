"""管理 › 账号: who may sign in, and with which grants."""

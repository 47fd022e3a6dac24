"""管理 › 地名: finding a place, its history, and renaming, merging, abolishing, adding one."""

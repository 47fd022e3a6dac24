"""Keeping an installation in order: what is wrong with this machine, backing up, restoring."""

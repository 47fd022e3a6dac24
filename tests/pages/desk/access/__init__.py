"""Signing in, staying in, and one's own account."""

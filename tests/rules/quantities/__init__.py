"""Figures as county offices write them, and everything that could mean two things."""

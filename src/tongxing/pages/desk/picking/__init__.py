"""Choosing a place by typing: suggestions while one types, and what a form finally says."""

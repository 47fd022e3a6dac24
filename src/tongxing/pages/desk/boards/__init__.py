"""Boards: home, matrix, places, units, teams, pairings, and the records behind a figure."""

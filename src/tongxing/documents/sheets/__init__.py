"""Spreadsheets: xlsx written row by row over tables somebody hands in."""

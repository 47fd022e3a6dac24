"""The calendar, checked against plain counting of days and against dates everybody knows."""

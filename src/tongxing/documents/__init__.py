"""Documents: layout over tables they are handed, and reading what offices send in."""

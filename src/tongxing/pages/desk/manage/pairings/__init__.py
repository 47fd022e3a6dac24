"""结对关系: listed, opened, ended, changed many at once, brought in from a sheet."""

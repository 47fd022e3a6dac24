"""The kernel against the text of the law."""

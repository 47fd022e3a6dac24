"""Tongxing: the working ledger of paired assistance."""

__version__ = "0.1.0"

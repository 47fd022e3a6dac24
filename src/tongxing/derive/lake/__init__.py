"""The lake: books as Parquet, packed by province, written once, proved against the ledger.

Nothing here needs Django but `sync`, `check` and `joined`, which ask the database, and
`configured`, which asks the settings; so a worker that only judges opens a lake by its address
alone. The format is told in docs/ledger.md.
"""

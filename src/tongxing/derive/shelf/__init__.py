"""Books put by on disk as they were read from the database, so that a fresh process need not."""

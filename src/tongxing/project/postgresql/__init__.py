"""Django's PostgreSQL engine, which asks after a connection only where that can tell something."""

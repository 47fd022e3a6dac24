"""Photos and files that belong to records: optional, kept by what they hold."""

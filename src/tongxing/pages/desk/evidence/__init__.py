"""Photos and files of records: taken from forms, shown beside records, served to who sees them."""

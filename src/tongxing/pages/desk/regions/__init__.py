"""City and province pages: the counties on the map and in a table."""

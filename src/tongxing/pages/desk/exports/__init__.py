"""What people take away: the matrix and the list as they stand, and all of one's own data."""

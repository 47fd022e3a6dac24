"""City and province pages: county shapes, and the counties' own standings side by side."""

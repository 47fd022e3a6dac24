"""Pages of city, province and nation: shapes, and the counties' own standings side by side.

And the page of a county another installation keeps, out of the lake.
"""

"""台账 and 录入: finding, reading, writing down and mending records."""

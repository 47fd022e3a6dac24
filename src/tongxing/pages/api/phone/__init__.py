"""What the phone's page asks with its own key: its workbook, records and photos handed in."""

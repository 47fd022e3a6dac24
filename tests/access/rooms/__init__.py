"""One module a room of pages: where its addresses stand in the walk."""

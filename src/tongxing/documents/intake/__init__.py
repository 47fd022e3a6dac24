"""From a file or pasted cells to cleaned cells that still know where they stood."""

"""A phone's outbox as it comes in: over the line, or in a file the office takes in."""

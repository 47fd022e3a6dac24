"""The house rules as code, each with good and bad samples."""

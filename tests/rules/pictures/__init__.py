"""Pictures that look alike."""

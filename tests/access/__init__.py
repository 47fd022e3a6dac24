"""Who may see and do what, walked over every address."""

"""What machines ask: JSON in, JSON out; today the phone's page only."""

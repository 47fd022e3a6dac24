"""管理: keeping places, parties, pairings and accounts in order; one room a subject."""

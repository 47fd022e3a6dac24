"""方案: editions to read and print, drafts to try and put in force, and what follows from them."""

"""Who may ask, how much, how fast, and what was answered before."""

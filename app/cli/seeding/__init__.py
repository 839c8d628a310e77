"""A year of a made-up business, lived through the domain's own functions: a coffee roastery and its customers."""

"""A year of a made-up marketplace: a platform, the makers who sell on it, and those who buy from them."""

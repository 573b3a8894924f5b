"""The centre: receives, reconciles, reviews, enforces."""

"""What the law makes of an inspection, from finding to notice (pure)."""

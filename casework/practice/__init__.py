"""Mock inspections: scenarios, answer keys, scores (pure)."""

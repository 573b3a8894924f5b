"""Practice: made-up employers with planted irregularities, and the scoring of attempts at them (pure)."""

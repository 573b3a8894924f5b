"""Questions: definitions (data) and the engine (pure) that runs them."""

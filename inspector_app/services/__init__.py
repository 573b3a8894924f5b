"""Use cases of the laptop; one call is one transaction."""

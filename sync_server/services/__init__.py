"""Use cases of the centre; one call is one transaction."""

"""Employer register files: reading, mapping, cleaning, generating."""

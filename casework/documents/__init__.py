"""Papers as PDF in English and Urdu (pure: bytes out)."""

"""Law, rates, places and texts in English and Urdu, as data with a pure loader."""

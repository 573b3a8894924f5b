"""A checklist tried on this machine before it is released: the inspector's own engine and pages, nothing stored."""

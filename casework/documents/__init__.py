"""Papers that the law asks for, as PDF bytes in English and Urdu, and the seal that shows they are unchanged.

The same value always gives the same bytes; what a paper says is decided before it comes here.
"""

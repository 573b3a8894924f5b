"""Endpoints that laptops call."""

"""The one console script, and the demonstration that runs both apps side by side."""

"""SQL of the centre, and the one gateway through which synced rows are written."""

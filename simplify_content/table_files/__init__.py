"""Files of tables as offices and employers send them (CSV, XLSX): bytes to plain cells, cells to amounts and days."""

"""A simulator: real laptops and a real centre in one thread, on faked network, disk and clock, driven by one seed."""

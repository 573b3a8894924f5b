"""The demonstration: the whole chain on loopback, with separate processes and a link that fails once."""

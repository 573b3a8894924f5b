"""Pages of the centre: parse, call one service, answer."""

"""Pages of the laptop: parse, call one service, answer."""

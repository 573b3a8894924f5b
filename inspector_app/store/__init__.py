"""SQL of the laptop: register.db and work.db, both SQLCipher."""

"""The laptop: a local Flask app that runs inspections offline and queues findings."""

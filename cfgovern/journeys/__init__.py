"""The journeys: the only place where capabilities meet."""

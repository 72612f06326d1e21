"""Where people are. So far: the terminal."""

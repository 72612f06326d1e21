"""Where people are: at a terminal, on Telegram. The same answers everywhere."""

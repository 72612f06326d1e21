"""What a message means: normalised, searched for names and dates, matched to an intent."""

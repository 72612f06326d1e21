"""What a message means: normalised, searched for dates, tiers and customers, matched to an intent."""

"""What personal data looks like when residents type it; bot.privacy masks what these modules find."""

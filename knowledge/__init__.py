"""What the bot knows: entries, their versions, the search over them and the answers made from them."""

"""How people reach the bot: the journal, the turn, Rasa's client and one folder a channel."""

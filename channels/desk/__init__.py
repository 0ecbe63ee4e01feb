"""Where staff take over: tickets that residents opened, what could not be answered, and the words that go back."""

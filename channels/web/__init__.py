"""The web channel: the HTTP contract, the chat page and the widget a commune pastes into its site."""

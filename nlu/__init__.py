"""Understanding: Vietnamese components and training data for Rasa; runs in its own Python 3.10 environment."""

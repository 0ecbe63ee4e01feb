"""Checks that run inside the environment of Rasa with unittest; test_components.py beside this folder starts them."""

"""Our own Rasa pipeline components, in the order the pipeline in config.yml uses them."""

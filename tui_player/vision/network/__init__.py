"""The network that reads expressions and the card that describes it."""

"""Network architectures and the weights they start from."""

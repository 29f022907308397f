"""Loads ONNX Runtime quietly and privately, for all networks."""

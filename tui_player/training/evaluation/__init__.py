"""Measures a network on labelled faces and photographs."""

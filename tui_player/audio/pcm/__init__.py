"""Buffers, mixing and limiting of PCM frames between decoder and output."""

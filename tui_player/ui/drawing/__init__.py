"""Draws lines, glyphs and pictures in terminal cells and pixels."""

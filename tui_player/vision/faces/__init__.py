"""Finds, follows and crops the face in a frame."""

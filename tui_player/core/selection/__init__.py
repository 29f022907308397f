"""Chooses tracks for a mood: rules, weights, shuffle bags and spacing."""

"""The user's own database: plays, likes, taste, resume point and measured loudness."""

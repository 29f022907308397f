"""Opens media files and finds how long they play; knows FFmpeg."""

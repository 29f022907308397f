"""Where frames come from: devices, files, recordings."""

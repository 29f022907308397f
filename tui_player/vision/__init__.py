"""Camera, face finder and expression model: from light to a reading of a face."""

"""Values about faces and moods: emotions, readings, goals and plans."""

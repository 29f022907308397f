"""Control from outside the screen: other programs, other terminals, media keys."""

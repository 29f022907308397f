"""The sound process: what plays now, what follows, and the thread that feeds the output."""

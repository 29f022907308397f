"""The running program: joins the parts, starts and stops them, with and without a screen."""

"""The library as the core knows it: the scanner's reports and families given by the person."""

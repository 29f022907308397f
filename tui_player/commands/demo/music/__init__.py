"""The demo's pieces, written as scores, and the synthesizer that plays them."""

"""Live tests of the BIRD device."""

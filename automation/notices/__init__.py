"""What goes back to a unit: her own file with the wrong cells marked."""

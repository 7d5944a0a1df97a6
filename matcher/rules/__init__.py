"""Built-in constraints and components, written as a plugin through the same door as any other."""

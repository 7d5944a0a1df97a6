"""How well free text reaches concepts, how sure the linker may be, and how fast it is."""

"""The commands of the registry, declared once each, by what they work on."""

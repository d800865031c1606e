"""The maker of the portraits: it needs Blender as a module and is run by make_portraits.py alone."""

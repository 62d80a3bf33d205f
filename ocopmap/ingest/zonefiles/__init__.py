"""Raw-material zones from an office's vector files: read, put into WGS 84, checked, written all or nothing."""

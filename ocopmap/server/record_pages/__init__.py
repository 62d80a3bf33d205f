"""What the pages of single records say: sentences, drawing, schema.org description."""

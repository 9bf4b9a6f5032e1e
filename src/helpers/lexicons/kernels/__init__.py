"""What is compiled for speed: a kernel takes flat arrays and returns flat arrays, and its module says how they lie."""

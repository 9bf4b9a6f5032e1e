"""What is compiled for speed: a kernel takes flat arrays and returns flat arrays, and its module says how they lie.

numba renews what it keeps when the module of the kernel that is called has changed, and looks no further: so all that
one kernel calls is written in its own module.
"""

from helpers.paths import numba_cache

numba_cache()

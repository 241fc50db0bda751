"""Integer kernels on flat arrays, the same text run by Python or compiled by numba."""

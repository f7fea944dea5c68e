"""From untrusted bytes to a grid of raw cells: the one place that opens other people's workbooks."""
